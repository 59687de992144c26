using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace TenantGateway.KeyVault;

/// <summary>The vault's address: challenge, token, faults, work, answer.</summary>
internal sealed class VaultRequests(VaultState state, VaultApi api, FaultScript faults, RequestLog log, string directoryId, Uri login)
{
    private const string Resource = "https://vault.azure.net";

    internal async Task HandleAsync(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "/";
        var entry = log.Add(context.Request.Method, path, context.Request.Headers.Authorization.Count > 0, context.Request.ContentLength ?? 0);
        context.Response.OnCompleted(() => entry.End(context.Response.StatusCode));
        if (Take(context, path, null) is { } early && await MeetAsync(context, early)) return;
        if (FindToken(context) is not { } token)
        {
            await ChallengeAsync(context);
            return;
        }

        var fault = Take(context, path, token.ClientId);
        if (fault is not null && fault.Kind is not (FaultKind.Alter or FaultKind.Mute) && await MeetAsync(context, fault)) return;
        await AnswerAsync(context, token, path, fault);
    }

    private Fault? Take(HttpContext context, string path, string? principal)
    {
        var fault = faults.Take(context.Request.Method, path, principal);
        if (fault is { Kind: not FaultKind.Mute }) fault.Met?.Invoke(principal ?? "");
        return fault;
    }

    private async Task AnswerAsync(HttpContext context, GivenToken token, string path, Fault? fault)
    {
        var body = await ReadAsync(context);
        JsonObject? answer = null;
        try
        {
            lock (state.Gate) answer = Do(context, token, path, body);
        }
        catch (VaultRefusal refusal)
        {
            context.Response.StatusCode = refusal.Status;
            answer = refusal.Body();
        }

        if (fault?.Kind == FaultKind.Mute)
        {
            fault.Met?.Invoke(token.ClientId);
            await UntilAbortedAsync(context, null);
            return;
        }

        if (answer is null)
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }

        var text = answer.ToJsonString();
        if (fault?.Body?.Split("=>") is [var old, var replacement]) text = Regex.Replace(text, old, replacement);
        context.Response.ContentType = "application/json; charset=utf-8";
        await context.Response.WriteAsync(text);
    }

    private JsonObject? Do(HttpContext context, GivenToken token, string path, JsonObject body)
    {
        if (context.Request.Query["api-version"] != "2025-07-01") throw VaultRefusal.BadParameter("The specified version is not recognized. Consider using the latest supported version.");
        var parts = path.ToLowerInvariant().Trim('/').Split('/');
        var permission = VaultApi.PermissionOf(context.Request.Method, parts);
        if (state.Permissions.TryGetValue(token.ClientId, out var permitted) && !permitted.Contains(permission, StringComparer.OrdinalIgnoreCase))
        {
            throw new VaultRefusal(403, "Forbidden", $"Caller is not authorized to perform action on resource. Caller: appid={token.ClientId}. Action: '{permission}'", "ForbiddenByRbac");
        }

        return api.Do($"https://{context.Request.Host}", context.Request.Method, parts, body, context.Request.Query);
    }

    private GivenToken? FindToken(HttpContext context)
    {
        var header = context.Request.Headers.Authorization.ToString();
        if (!header.StartsWith("Bearer ", StringComparison.Ordinal)) return null;
        lock (state.Logins.Gate)
        {
            return state.Logins.Tokens.TryGetValue(header["Bearer ".Length..], out var token) && token.Directory == directoryId && token.Resource == Resource && token.ExpiresAt > state.Now ? token : null;
        }
    }

    private async Task ChallengeAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        var claims = IsRevoked(context) ? """, error="insufficient_claims", claims="eyJhY2Nlc3NfdG9rZW4iOnsibmJmIjp7ImVzc2VudGlhbCI6dHJ1ZX19fQ==" """.TrimEnd() : "";
        context.Response.Headers.WWWAuthenticate = $"Bearer authorization=\"{login}{directoryId}\", resource=\"{Resource}\"{claims}";
        context.Response.ContentType = "application/json; charset=utf-8";
        await context.Response.WriteAsync(VaultRefusal.Body("Unauthorized", "AKV10000: Request is missing a Bearer or PoP token.", null).ToJsonString());
    }

    private bool IsRevoked(HttpContext context)
    {
        lock (state.Logins.Gate) return state.Logins.Revoked.Contains(context.Request.Headers.Authorization.ToString().Split(' ')[^1]);
    }

    private static async Task<JsonObject> ReadAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var text = await reader.ReadToEndAsync(context.RequestAborted);
        return text.Length > 0 ? JsonNode.Parse(text)?.AsObject() ?? [] : [];
    }

    private static async Task<bool> MeetAsync(HttpContext context, Fault fault)
    {
        switch (fault.Kind)
        {
            case FaultKind.Answer:
                context.Response.StatusCode = fault.Status;
                if (fault.RetryAfter is not null) context.Response.Headers.RetryAfter = fault.RetryAfter;
                foreach (var (name, value) in fault.Headers) context.Response.Headers[name] = value;
                context.Response.ContentType = "application/json; charset=utf-8";
                await context.Response.WriteAsync(fault.Body ?? VaultRefusal.Body(fault.Code, "Scripted.", fault.Inner).ToJsonString());
                return true;
            case FaultKind.Hang:
                await UntilAbortedAsync(context, () => Task.CompletedTask);
                return true;
            case FaultKind.Drip:
                await UntilAbortedAsync(context, () => context.Response.WriteAsync(" "));
                return true;
            case FaultKind.Flood:
                await FloodAsync(context);
                return true;
            case FaultKind.Abort:
                context.Abort();
                return true;
            default:
                return false;
        }
    }

    /// <param name="each">What is sent from time to time; null for nothing, not even headers.</param>
    private static async Task UntilAbortedAsync(HttpContext context, Func<Task>? each)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        try
        {
            while (await timer.WaitForNextTickAsync(context.RequestAborted))
            {
                if (each is null) continue;
                await each();
                await context.Response.Body.FlushAsync(context.RequestAborted);
            }
        }
        catch (OperationCanceledException)
        {
            // The client has left, as it should.
        }
    }

    private static async Task FloodAsync(HttpContext context)
    {
        var chunk = new string('x', 64 * 1024);
        try
        {
            await context.Response.WriteAsync("{\"value\":\"");
            while (!context.RequestAborted.IsCancellationRequested) await context.Response.WriteAsync(chunk, context.RequestAborted);
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
            // The client has left, as it should.
        }
    }
}

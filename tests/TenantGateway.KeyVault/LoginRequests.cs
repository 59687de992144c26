using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace TenantGateway.KeyVault;

/// <summary>
/// The login endpoint: <c>POST /DIRECTORY/oauth2/v2.0/token</c> with client credentials and a federated assertion (RFC 6749 section 4.4, RFC 7523), as an
/// Entra directory answers it.
/// </summary>
internal sealed class LoginRequests(LoginState state, TimeProvider time, RequestLog log)
{
    private const int Lifetime = 3600;

    /// <summary>How it answers: <c>ok</c>, <c>gone</c>, <c>secret-expired</c>, <c>down</c>, <c>hang</c>.</summary>
    internal string Mode { get; set; } = "ok";

    internal async Task HandleAsync(HttpContext context)
    {
        var entry = log.Add(context.Request.Method, context.Request.Path.Value ?? "/", false, context.Request.ContentLength ?? 0);
        context.Response.OnCompleted(() => entry.End(context.Response.StatusCode));
        var path = (context.Request.Path.Value ?? "").Trim('/').Split('/');
        if (Mode == "hang") await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        else if (Mode == "down") context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        else if (context.Request.Method != "POST" || path is not [var directory, "oauth2", "v2.0", "token"]) context.Response.StatusCode = StatusCodes.Status404NotFound;
        else await GiveAsync(context, directory, await context.Request.ReadFormAsync());
    }

    private Task GiveAsync(HttpContext context, string directory, IFormCollection form)
    {
        if (Mode == "gone") return RefuseAsync(context, "unauthorized_client", "AADSTS700016: Application with identifier was not found in the directory.");
        if (Mode == "secret-expired") return RefuseAsync(context, "invalid_client", "AADSTS7000222: The provided client secret keys are expired.");
        if (form["grant_type"] != "client_credentials" || form["client_assertion"].ToString().Length == 0)
        {
            return RefuseAsync(context, "invalid_client", "AADSTS7000218: The request body must contain client_assertion.");
        }

        var scope = form["scope"].ToString().Split(' ').FirstOrDefault(each => each.EndsWith("/.default", StringComparison.Ordinal)) ?? "";
        var token = "t-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
        lock (state.Gate)
        {
            var claims = form["claims"].ToString();
            var given = new GivenToken(directory, scope.Replace("/.default", ""), form["client_id"].ToString(), claims.Contains("nbf", StringComparison.Ordinal), time.GetUtcNow().ToUnixTimeSeconds() + Lifetime);
            // Without the claims that a revocation asks for, a directory gives another token of the kind that is refused.
            if (state.DemandsClaims && !given.HasClaims) state.Revoked.Add(token);
            else state.Tokens[token] = given;
        }

        return WriteAsync(context, 200, new JsonObject { ["token_type"] = "Bearer", ["expires_in"] = Lifetime, ["ext_expires_in"] = Lifetime, ["access_token"] = token });
    }

    private static Task RefuseAsync(HttpContext context, string error, string description) =>
        WriteAsync(context, 400, new JsonObject { ["error"] = error, ["error_description"] = description, ["error_codes"] = new JsonArray(), ["correlation_id"] = "00000000-0000-0000-0000-000000000000" });

    private static Task WriteAsync(HttpContext context, int status, JsonObject body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json; charset=utf-8";
        return context.Response.WriteAsync(body.ToJsonString());
    }
}

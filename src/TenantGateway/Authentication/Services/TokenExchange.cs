using System.Collections.Immutable;
using System.Diagnostics;
using TenantGateway.Core.Access;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Authentication.Services;

/// <summary>
/// Token exchange (RFC 8693): a registered service gives its own token, which opens no tenant, for one that opens the tenant it names, for five minutes.
/// </summary>
/// <remarks>
/// 1. The form. 2. The subject token. 3. The service, and whether it may act for the tenant. 4. The scopes. 5. The record. 6. The answer. What is refused in step 3 looks
/// alike, so that no service learns which tenants there are.
/// </remarks>
internal sealed class TokenExchange(
    SubjectTokens subjects, ServiceTokens tokens, ServiceRegistry registry, ITenantDirectory tenants, ITenantKeyState keys, IAuditTrail audit)
{
    public const string Path = "/.well-known/tenant-gateway/token";

    public async Task InvokeAsync(HttpContext context)
    {
        if (await ExchangeAsync(context) is { } refusal) context.Features.Set(refusal);
    }

    private async ValueTask<Refusal?> ExchangeAsync(HttpContext context)
    {
        // :: Step 1: the form
        var (request, error, description) = await ExchangeRequest.ReadAsync(context);
        if (request is null) return OAuthRefusal.Of(Reasons.ExchangeMalformed, error ?? "invalid_request", description);

        // :: Step 2: the subject token
        var (token, reason) = await subjects.VerifyAsync(request.SubjectToken, context.RequestAborted);
        if (token is null) return reason is null || reason == Reasons.SubjectTokenRefused ? OAuthRefusal.Of(Reasons.SubjectTokenRefused, "invalid_request") : new Refusal(reason) { Headers = [new("Retry-After", "5")] };

        // :: Step 3: the service and its tenant
        var service = registry.Current.ByClient.GetValueOrDefault((token.Issuer, token.Client ?? ""));
        // Known from here on, so that what is refused is on record.
        context.Features.Set(token with { Service = service?.Name });
        if (service is null || FindTenant(context, request.Tenant, token) is not { } tenant || !service.MayActFor(tenant.Id)) return OAuthRefusal.Of(Reasons.ServiceNotAllowed, "invalid_target");
        if (keys.RefusalOf(tenant.Id) is { } withoutKeys) return withoutKeys;

        // :: Step 4: the scopes
        var asked = request.Scope?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [.. service.Scopes];
        ImmutableArray<string> scopes = [.. service.Scopes.Intersect(token.Scopes.Count > 0 ? asked.Intersect(token.Scopes) : asked)];
        if (scopes.IsEmpty && asked.Length > 0) return OAuthRefusal.Of(Reasons.ScopeNotAllowed, "invalid_scope");

        // :: Step 5: the record, before the token leaves
        if (tokens.Issue(service, tenant.Id, scopes) is not { } issued) return new Refusal(Reasons.KeyServiceUnavailable);
        await audit.CommitAsync(EntryOf(context, service, tenant, issued), context.RequestAborted);

        // :: Step 6: the answer
        await AnswerAsync(context, issued, scopes);
        return null;
    }

    // The host and the organization of the subject token may only veto.
    private Tenant? FindTenant(HttpContext context, string id, VerifiedToken token)
    {
        if (!TenantId.TryParse(id, out var tenantId) || tenants.Find(tenantId) is not { State: TenantState.Active } tenant) return null;
        if (token.OrganizationId.Length > 0 && tenants.FindByOrganization(token.Issuer, token.OrganizationId)?.Id != tenantId) return null;
        return HostName.TryParseAuthority(context.Request.Headers.Host, out var host) && tenants.FindByHost(host.Value) is { } owner && owner.Id != tenantId ? null : tenant;
    }

    private static AuditEntry EntryOf(HttpContext context, RegisteredService service, Tenant tenant, IssuedToken issued) => new()
    {
        Event = AuditEvent.ServiceTokenIssued,
        Tenant = tenant.Id,
        Outcome = "ok",
        ActorType = ActorKind.Service.Word(),
        Service = service.Name,
        Subject = issued.Id,
        RequestId = context.TraceIdentifier,
        TraceId = Activity.Current?.TraceId.ToHexString(),
        Details = new AuditDetails(Reason: null, context.Connection.RemoteIpAddress?.ToString()),
    };

    private static Task AnswerAsync(HttpContext context, IssuedToken issued, ImmutableArray<string> scopes)
    {
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.WriteAsJsonAsync(
            new Dictionary<string, object>
            {
                ["access_token"] = issued.Token,
                ["issued_token_type"] = ExchangeRequest.AccessTokenType,
                ["token_type"] = "Bearer",
                ["expires_in"] = ServiceTokens.LifetimeSeconds,
                ["scope"] = string.Join(' ', scopes),
            },
            context.RequestAborted);
    }
}

/// <summary>Refusals of the exchange: errors of RFC 6749 section 5.2 that are problem details too.</summary>
internal static class OAuthRefusal
{
    public static Refusal Of(Reason reason, string error, string? description = null) => new(reason)
    {
        MediaType = "application/json",
        Extensions = new Dictionary<string, object> { ["error"] = error, ["error_description"] = description ?? reason.Title },
    };
}

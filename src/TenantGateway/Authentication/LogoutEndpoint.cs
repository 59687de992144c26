using System.Diagnostics;
using TenantGateway.Core.Access;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Quotas;
using TenantGateway.Core.Sessions;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Authentication;

/// <summary>
/// Takes logouts from issuers (OpenID Connect Back-Channel Logout 1.0): on the data plane, because an issuer is outside and the admin plane is not. Whatever is wrong with a
/// token, the answer is the same. A logout that is answered with 200 is durable, in force here, and on record.
/// </summary>
internal sealed class LogoutEndpoint(LogoutGate gate, IRevocations revocations, IAuditTrail audit, TokenMetrics metrics, TimeProvider clock, ILogger<LogoutEndpoint> logger)
{
    public const string Path = "/.well-known/tenant-gateway/backchannel-logout";

    private static readonly Refusal WrongMethod = new(Reasons.MethodNotAllowed) { Headers = [new("Allow", "POST")] };
    private static readonly Refusal Invalid = RefusalOf(Reasons.InvalidLogout, "invalid_request");
    // The specification has no other status for it (section 2.8).
    private static readonly Refusal Failed = RefusalOf(Reasons.LogoutFailed, "server_error");

    /// <summary>An issuer that sends too many is told of in the log as often.</summary>
    private static readonly RateLimit Notices = new(perSecond: 0.1, burst: 1);

    private readonly RateMeter _notices = new();
    private readonly long _began = clock.GetTimestamp();

    public async Task AnswerAsync(HttpContext context)
    {
        if (!HttpMethods.IsPost(context.Request.Method))
        {
            context.Features.Set(WrongMethod);
            return;
        }

        var (refusal, defect) = await LogOutAsync(context);
        metrics.LoggedOut(refusal?.Reason.Code ?? "ok");
        if (refusal is null)
        {
            context.Response.Headers.CacheControl = "no-store";
            return;
        }

        if (defect != TokenDefect.None) Log.LogoutRefused(logger, defect);
        context.Features.Set(refusal);
    }

    private async Task<(Refusal? Refusal, TokenDefect Defect)> LogOutAsync(HttpContext context)
    {
        // :: Step 1: the token, and what it says
        if (await LogoutForm.ReadAsync(context.Request, context.RequestAborted) is not { } token) return (Invalid, TokenDefect.NotThreeParts);
        if (!TryPass(token, out var presented, out var defect)) return (Invalid, defect);

        // :: Step 2: its signature
        switch (await presented.Issuer.Keys.FindAsync(presented.KeyId, context.RequestAborted))
        {
            case KeyLookup.Found:
                break;
            case KeyLookup.Unavailable:
                return (Failed, TokenDefect.None);
            default:
                return (Invalid, TokenDefect.KeyUnknown);
        }

        if (!TokenSignature.IsGood(token, presented.Issuer.Keys.Held(presented.KeyId), presented.Algorithm)) return (Invalid, TokenDefect.SignatureInvalid);

        // :: Step 3: the logout and its record. The token is used up last: after a failure the issuer comes again with it, and to do all of it once more harms nobody.
        try
        {
            if (await revocations.IsUsedAsync(presented.Ticket, CancellationToken.None)) return (Invalid, TokenDefect.Replayed);
            if (!HasRoom(presented.Issuer)) return (Failed, TokenDefect.None);
            await revocations.RevokeAsync(presented.Orders, ActorId.System, CancellationToken.None);
            await audit.CommitAsync(EntryOf(context, presented), CancellationToken.None);
            var isFirst = await revocations.TryUseAsync(presented.Ticket, presented.TicketUntil, CancellationToken.None);
            return isFirst ? (null, TokenDefect.None) : (Invalid, TokenDefect.Replayed);
        }
        catch (Exception fault)
        {
            // Whatever it is, the issuer must know that the logout may not have happened.
            Log.LogoutFailed(logger, presented.Issuer.Name, fault.GetType().Name);
            return (Failed, TokenDefect.None);
        }
    }

    // Every process holds each logout for days: no issuer may fill the memory of all.
    private bool HasRoom(ConfiguredIssuer issuer)
    {
        var now = clock.GetElapsedTime(_began);
        if (issuer.Logouts.Take(issuer.LogoutLimit, now).Allowed) return true;
        if (_notices.Take(Notices, now).Allowed) Log.LogoutsLimited(logger, issuer.Name);
        return false;
    }

    private bool TryPass(string token, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out PresentedLogout? presented, out TokenDefect defect)
    {
        presented = null;
        defect = CompactToken.Split(token, out var parts);
        return defect == TokenDefect.None && gate.TryPass(in parts, out presented, out defect);
    }

    private static AuditEntry EntryOf(HttpContext context, PresentedLogout logout) => new()
    {
        Event = AuditEvent.LoggedOut,
        Tenant = TenantId.Operator,
        Outcome = "ok",
        Actor = ActorId.System,
        Route = Path,
        RequestId = context.TraceIdentifier,
        TraceId = Activity.Current?.TraceId.ToHexString(),
        // By the mark it is found in the list of revocations.
        Subject = $"{logout.Orders[0].Kind}/{logout.Orders[0].Mark}".ToLowerInvariant(),
        Details = new AuditDetails(Reason: null, context.Connection.RemoteIpAddress?.ToString()),
    };

    private static Refusal RefusalOf(Reason reason, string error) => new(reason) { Extensions = new Dictionary<string, object> { ["error"] = error } };
}

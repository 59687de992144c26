using System.Diagnostics;
using TenantGateway.Core.Access;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Sessions;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Authentication.Browser;

/// <summary>The end of a login: whoever comes here was admitted as an operator like any other. Begins a session with a new id, on record before its cookie is given.</summary>
internal sealed class LoginCompletion(BrowserSessions sessions, IAuditTrail audit)
{
    public async Task AnswerAsync(HttpContext context)
    {
        if (context.Features.Get<VerifiedLogin>() is not { } login || context.Features.Get<Actor>() is not { } actor || actor.Tenant != TenantId.Operator
            || context.Features.Get<LoginAnswer>() is not { } answer)
        {
            context.Features.Set(new Refusal(Reasons.InvalidLogin));
            return;
        }

        var state = context.Request.Query["state"].ToString();
        if (await sessions.TryBeginAsync(login, state, actor.Id, context.RequestAborted) is not { } secret)
        {
            context.Features.Set(new Refusal(Reasons.InvalidLogin));
            return;
        }

        await RecordAsync(context, actor, secret);
        // A session that the browser brought is over: nobody else may have it.
        if (SessionCookie.Read(context) is { } former) await sessions.EndAsync(SessionCookie.IdOf(former), CancellationToken.None);
        SessionCookie.Set(context, secret);
        SeeOther(context, LoginFlow.ReturnOf(answer.ReturnTo));
    }

    public static void SeeOther(HttpContext context, string address)
    {
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = address;
        context.Response.Headers.CacheControl = "no-store";
    }

    public static AuditEntry EntryOf(HttpContext context, AuditEvent happened, ActorId actor, string? evidence, string route) => new()
    {
        Event = happened,
        Tenant = TenantId.Operator,
        Outcome = "ok",
        Actor = actor,
        Evidence = evidence,
        Route = route,
        RequestId = context.TraceIdentifier,
        TraceId = Activity.Current?.TraceId.ToHexString(),
        Details = new AuditDetails(Reason: null, context.Connection.RemoteIpAddress?.ToString()),
    };

    private async Task RecordAsync(HttpContext context, Actor actor, byte[] secret)
    {
        try
        {
            await audit.CommitAsync(EntryOf(context, AuditEvent.LoginAccepted, actor.Id, actor.Evidence, LoginPaths.Callback), context.RequestAborted);
        }
        catch
        {
            // Nobody has its cookie; it should not be there either.
            await sessions.EndAsync(SessionCookie.IdOf(secret), CancellationToken.None);
            throw;
        }
    }
}

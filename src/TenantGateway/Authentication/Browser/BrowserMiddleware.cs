using TenantGateway.Core.Access;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Sessions;

namespace TenantGateway.Authentication.Browser;

/// <summary>
/// People at a browser, before access tokens are looked for: begins and completes logins, and takes the cookie of a session for what a token would say
/// (<see cref="VerifiedToken"/>). What has neither goes on as it came.
/// </summary>
internal sealed class BrowserMiddleware(RequestDelegate next, LoginFlow logins, LogoutFlow logouts, BrowserSessions sessions, LoginScheme scheme, ILogger<BrowserMiddleware> logger)
{
    private static readonly Refusal Ended = new(Reasons.SessionEnded)
    {
        Headers = [new("WWW-Authenticate", "Bearer realm=\"tenant-gateway\""), SessionCookie.Deletion],
    };

    private static readonly Refusal Unknown = new(Reasons.RevocationsUnknown) { Headers = [new("Retry-After", "1")] };

    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (HttpMethods.IsGet(request.Method) && request.Path == LoginPaths.Login) return logins.BeginAsync(context);
        if (HttpMethods.IsGet(request.Method) && request.Path == LoginPaths.Callback) return CompleteAsync(context);
        if (!SessionCookie.IsSent(context)) return next(context);
        // Two identities in one request: whichever were taken, somebody could mean the other.
        return request.Headers.Authorization.Count > 0 ? RefuseAsync(context, new Refusal(Reasons.TwoCredentials)) : GoOnAsync(context);
    }

    /// <summary>Whoever has logged in goes the way of every other request to be admitted; the session begins behind it.</summary>
    private async Task CompleteAsync(HttpContext context)
    {
        if (await logins.CompleteAsync(context) is not { } login) return;
        context.Features.Set(login);
        context.Features.Set(login.Token);
        await next(context);
    }

    private async Task GoOnAsync(HttpContext context)
    {
        // :: Step 1: the session
        var secret = SessionCookie.Read(context);
        var (session, isKnown) = secret is null ? (null, true) : await FindAsync(secret, context.RequestAborted);
        if (secret is null || session is null)
        {
            await RefuseAsync(context, isKnown ? Ended : Unknown);
            return;
        }

        // :: Step 2: its login still counts
        if (session.Standing != LoginStanding.Good)
        {
            if (session.Standing == LoginStanding.Revoked) await sessions.EndAsync(session.Record.Id, CancellationToken.None);
            await RefuseAsync(context, session.Standing == LoginStanding.Revoked ? Ended : Unknown);
            return;
        }

        // :: Step 3: its person meant the request
        context.Features.Set(session.Token);
        var antiForgery = SessionCookie.AntiForgeryOf(secret);
        if (await RequestOrigin.CheckAsync(context, scheme.Origin, antiForgery) is { } refusal)
        {
            await RefuseAsync(context, refusal);
            return;
        }

        // :: Step 4: on, or out
        context.Features.Set(new BrowserSession { AntiForgery = antiForgery, StartedAt = session.Ticket.StartedAt, ExpiresAt = session.Ticket.ExpiresAt });
        if (!await logouts.TryAnswerAsync(context, session)) await next(context);
    }

    // Where the database cannot be asked, the session may be good: the cookie stays, and nothing is done with it.
    private async ValueTask<(LiveSession? Session, bool IsKnown)> FindAsync(byte[] secret, CancellationToken cancellationToken)
    {
        try
        {
            return (await sessions.FindAsync(secret, cancellationToken), true);
        }
        catch (Exception fault) when (fault is not KeyServiceException && !cancellationToken.IsCancellationRequested)
        {
            Log.SessionUnreadable(logger, fault.GetType().Name);
            return (null, false);
        }
    }

    private static Task RefuseAsync(HttpContext context, Refusal refusal)
    {
        context.Features.Set(refusal);
        return Task.CompletedTask;
    }
}

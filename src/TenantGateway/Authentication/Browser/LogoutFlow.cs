using Microsoft.AspNetCore.WebUtilities;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Sessions;

namespace TenantGateway.Authentication.Browser;

/// <summary>
/// Logout, here and at the identity provider (OpenID Connect RP-Initiated Logout 1.0), or of every session and token of the person. It asks for no fresh login: whoever wants to
/// leave may.
/// </summary>
internal sealed class LogoutFlow(BrowserSessions sessions, IRevocations revocations, LoginScheme scheme, IssuerMetadata metadata, IAuditTrail audit, TimeProvider clock, ILogger<LogoutFlow> logger)
{
    /// <returns>False where the request is for something else.</returns>
    public async ValueTask<bool> TryAnswerAsync(HttpContext context, LiveSession session)
    {
        if (!HttpMethods.IsPost(context.Request.Method)) return false;
        switch (context.Request.Path.Value)
        {
            case LoginPaths.Logout:
                await audit.CommitAsync(LoginCompletion.EntryOf(context, AuditEvent.LoginEnded, session.Record.Person, null, LoginPaths.Logout), context.RequestAborted);
                await sessions.EndAsync(session.Record.Id, CancellationToken.None);
                break;
            case LoginPaths.LogoutEverywhere:
                await audit.CommitAsync(LoginCompletion.EntryOf(context, AuditEvent.LoginsEnded, session.Record.Person, null, LoginPaths.LogoutEverywhere), context.RequestAborted);
                var order = new RevocationOrder(RevocationKind.Subject, session.Token.Issuer, session.Token.Subject, clock.GetUtcNow());
                await revocations.RevokeAsync([order], session.Record.Person, CancellationToken.None);
                await sessions.EndAllAsync(session.Record.Person, CancellationToken.None);
                break;
            default:
                return false;
        }

        SessionCookie.Delete(context);
        LoginCompletion.SeeOther(context, await AddressAtProviderAsync(session, context.RequestAborted));
        return true;
    }

    /// <summary>Where the session at the identity provider is ended; the start page where it has no such place, or cannot be asked.</summary>
    private async ValueTask<string> AddressAtProviderAsync(LiveSession session, CancellationToken cancellationToken)
    {
        try
        {
            var configuration = await scheme.Metadata.GetConfigurationAsync(cancellationToken);
            if (string.IsNullOrEmpty(configuration.EndSessionEndpoint)) return "/";
            // It is given an identity token: over https, as all that is said to the issuer.
            return QueryHelpers.AddQueryString(metadata.Trusted(configuration.EndSessionEndpoint).AbsoluteUri, new Dictionary<string, string?>
            {
                ["id_token_hint"] = session.Ticket.IdToken, ["client_id"] = scheme.ClientId, ["post_logout_redirect_uri"] = scheme.Origin + "/",
            });
        }
        catch (Exception fault) when (fault is HttpRequestException or InvalidOperationException or TaskCanceledException)
        {
            Log.ProviderUnavailable(logger, fault.GetType().Name);
            return "/";
        }
    }
}

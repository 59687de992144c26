using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace TenantGateway.Demo.IdentityProvider;

/// <summary>
/// The token endpoint: codes and refresh tokens of registered applications, each good for one use, and the grant for curl. What comes a second time ends the
/// session, and with it all that came of it.
/// </summary>
internal sealed class TokenGrants(DemoClients clients, DemoSessions sessions, BackChannelLogout logouts, TimeProvider clock)
{
    /// <summary>In degraded mode OpenIddict has no registry of clients: there are these, and one that is public and has the grant for curl alone.</summary>
    public void Validate(ValidateTokenRequestContext context)
    {
        var isKnown = context.Request.GrantType == DemoLoginGrant.GrantType
            ? context.ClientId == DemoLoginGrant.ClientId
            : clients.Authenticate(context.ClientId, context.ClientSecret) is not null;
        if (!isKnown)
            context.Reject(Errors.InvalidClient, "The client is unknown, or its secret is wrong.");
    }

    public async Task AnswerAsync(HandleTokenRequestContext context)
    {
        if (context.Request.GrantType == DemoLoginGrant.GrantType)
        {
            DemoLoginGrant.Answer(context, clock);
            return;
        }

        var redeemed = context.Principal ?? throw new InvalidOperationException("A code or refresh token was validated before.");
        if (sessions.Find(redeemed.GetClaim(DemoIdentity.OwnSession)) is not { } session)
        {
            context.Reject(Errors.InvalidGrant, "The session is over.");
        }
        else if (!session.TrySpend(redeemed.GetClaim(DemoIdentity.Use)))
        {
            await logouts.EndAsync(session, context.CancellationToken);
            context.Reject(Errors.InvalidGrant, "It was used before. The session is over.");
        }
        else
        {
            var identity = DemoIdentity.Of(session, redeemed.GetClaim(DemoIdentity.OwnAudience) ?? session.Account.Audience) with
            {
                ProtocolScopes = [.. redeemed.GetScopes().Intersect([Scopes.OpenId, Scopes.OfflineAccess])],
                OneTimeUse = session.Issue(context.ClientId ?? ""),
            };
            context.SignIn(identity.ToPrincipal());
        }
    }
}

using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace TenantGateway.Demo.IdentityProvider;

/// <summary>What OpenIddict asks in degraded mode, where it has no registry of its own.</summary>
internal sealed class ProviderHandlers(AuthorizationEndpoint authorization, EndSessionEndpoint endSession, TokenGrants grants) :
    IOpenIddictServerHandler<ValidateAuthorizationRequestContext>,
    IOpenIddictServerHandler<ValidateEndSessionRequestContext>,
    IOpenIddictServerHandler<ValidateTokenRequestContext>,
    IOpenIddictServerHandler<HandleTokenRequestContext>,
    IOpenIddictServerHandler<HandleConfigurationRequestContext>
{
    public ValueTask HandleAsync(ValidateAuthorizationRequestContext context)
    {
        authorization.Validate(context);
        return ValueTask.CompletedTask;
    }

    public ValueTask HandleAsync(ValidateEndSessionRequestContext context)
    {
        endSession.Validate(context);
        return ValueTask.CompletedTask;
    }

    public ValueTask HandleAsync(ValidateTokenRequestContext context)
    {
        grants.Validate(context);
        return ValueTask.CompletedTask;
    }

    public ValueTask HandleAsync(HandleTokenRequestContext context) => new(grants.AnswerAsync(context));

    /// <summary>Discovery tells what OpenIddict does not know of: back-channel logouts, with a session id.</summary>
    public ValueTask HandleAsync(HandleConfigurationRequestContext context)
    {
        context.Metadata["backchannel_logout_supported"] = true;
        context.Metadata["backchannel_logout_session_supported"] = true;
        return ValueTask.CompletedTask;
    }
}

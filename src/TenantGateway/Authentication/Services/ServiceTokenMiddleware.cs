using TenantGateway.Core.Sessions;

namespace TenantGateway.Authentication.Services;

/// <summary>Takes the bearer tokens that the gateway itself has issued to services and that have not been revoked, and leaves all others to the issuers' own.</summary>
internal sealed class ServiceTokenMiddleware(
    RequestDelegate next, ServiceTokens tokens, IRevocationCheck revocations, TokenMetrics metrics, ILogger<ServiceTokenMiddleware> logger)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (!BearerHeader.TryRead(context.Request.Headers, out var token, out _) || !ServiceTokens.IsOurs(token)) return next(context);
        if (!tokens.TryVerify(token, out var verified)) return Refuse(context, TokenDefect.ServiceToken);
        switch (revocations.StandingOf(verified.Marks))
        {
            case LoginStanding.Good:
                context.Features.Set(verified);
                return next(context);
            case LoginStanding.Revoked:
                return Refuse(context, TokenDefect.Revoked);
            default:
                context.Features.Set(TokenAuthenticationMiddleware.RevocationsUnknown);
                return Task.CompletedTask;
        }
    }

    private Task Refuse(HttpContext context, TokenDefect defect)
    {
        metrics.Refused(defect);
        Authentication.Log.TokenRefused(logger, defect);
        context.Features.Set(TokenAuthenticationMiddleware.Invalid);
        return Task.CompletedTask;
    }
}

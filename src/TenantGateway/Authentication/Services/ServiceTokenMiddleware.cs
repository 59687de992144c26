namespace TenantGateway.Authentication.Services;

/// <summary>Takes the bearer tokens that the gateway itself has issued to services, and leaves all others to the issuers' own.</summary>
internal sealed class ServiceTokenMiddleware(RequestDelegate next, ServiceTokens tokens, TokenMetrics metrics, ILogger<ServiceTokenMiddleware> logger)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (!BearerHeader.TryRead(context.Request.Headers, out var token, out _) || !ServiceTokens.IsOurs(token)) return next(context);
        if (tokens.TryVerify(token, out var verified))
        {
            context.Features.Set(verified);
            return next(context);
        }

        metrics.Refused(TokenDefect.ServiceToken);
        Log.TokenRefused(logger, TokenDefect.ServiceToken);
        context.Features.Set(TokenAuthenticationMiddleware.Invalid);
        return Task.CompletedTask;
    }
}

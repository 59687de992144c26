using Microsoft.AspNetCore.Authentication;
using TenantGateway.Core.Access;

namespace TenantGateway.Authentication;

/// <summary>
/// Lets a request on only with one valid access token for the plane it came in on, and then sets <see cref="VerifiedToken"/>. All refusals of a
/// token look alike.
/// </summary>
internal sealed class TokenAuthenticationMiddleware(RequestDelegate next, TokenGate gate, TokenMetrics metrics, ILogger<TokenAuthenticationMiddleware> logger)
{
    // RFC 6750 section 3.1: a request without any authentication gets no error code.
    private static readonly Refusal Missing = new(Reasons.MissingToken) { Headers = [new("WWW-Authenticate", "Bearer realm=\"tenant-gateway\"")] };

    internal static readonly Refusal Invalid = new(Reasons.InvalidToken)
    {
        Headers = [new("WWW-Authenticate", "Bearer realm=\"tenant-gateway\", error=\"invalid_token\", error_description=\"The access token is not valid here\"")],
    };

    private static readonly Refusal Unavailable = new(Reasons.IdentityProviderUnavailable);

    public Task InvokeAsync(HttpContext context)
    {
        var plane = context.Features.Get<PlaneFeature>()?.Plane ?? throw new InvalidOperationException("The listener has not said which plane it is.");
        if (BearerHeader.IsMissing(context.Request.Headers))
        {
            context.Features.Set(Missing);
            return Task.CompletedTask;
        }

        if (!BearerHeader.TryRead(context.Request.Headers, out var token, out var defect) || !gate.TryPass(token, plane, ActorKind.Person, out var presented, out defect))
        {
            Refuse(context, defect);
            return Task.CompletedTask;
        }

        return VerifyAsync(context, plane, presented);
    }

    private async Task VerifyAsync(HttpContext context, Plane plane, PresentedToken presented)
    {
        switch (await presented.Issuer.Keys.FindAsync(presented.KeyId, context.RequestAborted))
        {
            case KeyLookup.Found:
                break;
            case KeyLookup.Unavailable:
                context.Features.Set(Unavailable);
                return;
            default:
                Refuse(context, TokenDefect.KeyUnknown);
                return;
        }

        var result = await context.AuthenticateAsync(presented.Issuer.SchemeOf(plane));
        if (!result.Succeeded)
        {
            Refuse(context, TokenDefect.SignatureInvalid);
            return;
        }

        context.Features.Set(presented.AfterVerification());
        await next(context);
    }

    private void Refuse(HttpContext context, TokenDefect defect)
    {
        metrics.Refused(defect);
        Log.TokenRefused(logger, defect);
        context.Features.Set(Invalid);
    }
}

using Microsoft.AspNetCore.Authentication;
using TenantGateway.Core.Access;
using TenantGateway.Core.Sessions;

namespace TenantGateway.Authentication;

/// <summary>
/// Lets a request on only with one valid access token for the plane it came in on, and then sets <see cref="VerifiedToken"/>. All refusals of a
/// token look alike.
/// </summary>
internal sealed class TokenAuthenticationMiddleware(
    RequestDelegate next, TokenGate gate, IRevocationCheck revocations, TokenMetrics metrics, ILogger<TokenAuthenticationMiddleware> logger)
{
    // RFC 6750 section 3.1: a request without any authentication gets no error code.
    private static readonly Refusal Missing = new(Reasons.MissingToken) { Headers = [new("WWW-Authenticate", "Bearer realm=\"tenant-gateway\"")] };

    private static readonly Refusal Invalid = new(Reasons.InvalidToken)
    {
        Headers = [new("WWW-Authenticate", "Bearer realm=\"tenant-gateway\", error=\"invalid_token\", error_description=\"The access token is not valid here\"")],
    };

    private static readonly Refusal Unavailable = new(Reasons.IdentityProviderUnavailable);

    private static readonly Refusal RevocationsUnknown = new(Reasons.RevocationsUnknown) { Headers = [new("Retry-After", "1")] };

    public Task InvokeAsync(HttpContext context)
    {
        var plane = context.Features.Get<PlaneFeature>()?.Plane ?? throw new InvalidOperationException("The listener has not said which plane it is.");
        if (BearerHeader.IsMissing(context.Request.Headers))
        {
            context.Features.Set(Missing);
            return Task.CompletedTask;
        }

        if (!BearerHeader.TryRead(context.Request.Headers, out var token, out var defect) || !gate.TryPass(token, plane, out var presented, out defect))
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

        await LetInAsync(context, plane, presented.AfterVerification());
    }

    private async Task LetInAsync(HttpContext context, Plane plane, VerifiedToken token)
    {
        // The operator's people can do the most harm: what they may do goes by the truth of this moment.
        var standing = plane == Plane.Admin
            ? await revocations.StandingNowAsync(token.Marks, context.RequestAborted)
            : revocations.StandingOf(token.Marks);
        switch (standing)
        {
            case LoginStanding.Good:
                context.Features.Set(token);
                await next(context);
                return;
            case LoginStanding.Revoked:
                Refuse(context, TokenDefect.Revoked);
                return;
            default:
                context.Features.Set(RevocationsUnknown);
                return;
        }
    }

    private void Refuse(HttpContext context, TokenDefect defect)
    {
        metrics.Refused(defect);
        Log.TokenRefused(logger, defect);
        context.Features.Set(Invalid);
    }
}

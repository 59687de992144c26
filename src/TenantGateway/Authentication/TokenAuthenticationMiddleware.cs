using Microsoft.AspNetCore.Authentication;
using TenantGateway.Core.Access;
using TenantGateway.Core.Sessions;

namespace TenantGateway.Authentication;

/// <summary>
/// Lets a request on only with one valid access token for the plane it came in on, and then sets <see cref="VerifiedToken"/>. All refusals of a
/// token look alike.
/// </summary>
/// <remarks>
/// 1. One token, in its one spelling. 2. A token that was verified before passes by its digest. 3. Any other passes the gate, 4. its issuer's key is looked for, 5. its
/// signature verified, and 6. the handler of the framework asked for its opinion. 7. Either must not have been revoked.
/// </remarks>
internal sealed class TokenAuthenticationMiddleware(
    RequestDelegate next, TokenGate gate, VerifiedTokens verified, IRevocationCheck revocations, TokenMetrics metrics, ILogger<TokenAuthenticationMiddleware> logger)
{
    // RFC 6750 section 3.1: a request without any authentication gets no error code.
    private static readonly Refusal Missing = new(Reasons.MissingToken) { Headers = [new("WWW-Authenticate", "Bearer realm=\"tenant-gateway\"")] };

    internal static readonly Refusal Invalid = new(Reasons.InvalidToken)
    {
        Headers = [new("WWW-Authenticate", "Bearer realm=\"tenant-gateway\", error=\"invalid_token\", error_description=\"The access token is not valid here\"")],
    };

    private static readonly Refusal Unavailable = new(Reasons.IdentityProviderUnavailable) { Headers = [new("Retry-After", "5")] };

    internal static readonly Refusal RevocationsUnknown = new(Reasons.RevocationsUnknown) { Headers = [new("Retry-After", "1")] };

    public Task InvokeAsync(HttpContext context)
    {
        var plane = context.Features.Get<PlaneFeature>()?.Plane ?? throw new InvalidOperationException("The listener has not said which plane it is.");
        if (BearerHeader.IsMissing(context.Request.Headers)) return Refuse(context, Missing);

        // :: Step 1: the spelling
        if (!BearerHeader.TryRead(context.Request.Headers, out var token, out var defect)) return Refuse(context, defect);
        defect = CompactToken.Split(token, out var parts);
        if (defect != TokenDefect.None) return Refuse(context, defect);

        // :: Step 2: the digest
        var name = TokenName.Of(context, token);
        if (verified.Find(name, plane) is { } known)
        {
            metrics.Verified(bySignature: false);
            return LetInAsync(context, plane, known.Token, known);
        }

        // :: Step 3: the gate
        return gate.TryPass(in parts, plane, ActorKind.Person, out var presented, out defect) ? VerifyAsync(context, plane, name, presented) : Refuse(context, defect);
    }

    private async Task VerifyAsync(HttpContext context, Plane plane, Fingerprint name, PresentedToken presented)
    {
        // :: Step 4: the key
        var lookup = await presented.Issuer.Keys.FindAsync(presented.KeyId, context.RequestAborted);
        // Before the signature is verified: if the keys change meanwhile, what is remembered counts no longer.
        if (lookup == KeyLookup.Unavailable || presented.Issuer.Keys.Current is not { } keys)
        {
            await Refuse(context, Unavailable);
            return;
        }

        if (lookup != KeyLookup.Found)
        {
            await Refuse(context, TokenDefect.KeyUnknown);
            return;
        }

        // :: Step 5: the signature. First and by itself: the handler takes longer to refuse a forged one than to accept a good one.
        if (!BearerHeader.TryRead(context.Request.Headers, out var token, out var defect) || !TokenSignature.IsGood(token, keys.Find(presented.KeyId), presented.Algorithm))
        {
            await Refuse(context, defect == TokenDefect.None ? TokenDefect.SignatureInvalid : defect);
            return;
        }

        // :: Step 6: the handler
        var result = await context.AuthenticateAsync(presented.Issuer.SchemeOf(plane));
        if (!result.Succeeded)
        {
            await Refuse(context, TokenDefect.SignatureInvalid);
            return;
        }

        metrics.Verified(bySignature: true);
        await LetInAsync(context, plane, presented.AfterVerification(), verified.Add(name, presented, plane, keys));
    }

    // :: Step 7: revocation. The operator's people can do the most harm: what they may do goes by the truth of this moment.
    private Task LetInAsync(HttpContext context, Plane plane, VerifiedToken token, CachedToken? known)
    {
        if (plane == Plane.Admin) return LetInNowAsync(context, token);
        var version = revocations.Version;
        if (known is not null && known.IsGoodAt(version) && revocations.IsKnown) return LetInAsync(context, token);
        var standing = revocations.StandingOf(token.Marks);
        if (standing == LoginStanding.Good) known?.FoundGoodAt(version);
        return LetInAsync(context, token, standing);
    }

    private async Task LetInNowAsync(HttpContext context, VerifiedToken token) =>
        await LetInAsync(context, token, await revocations.StandingNowAsync(token.Marks, context.RequestAborted));

    private Task LetInAsync(HttpContext context, VerifiedToken token, LoginStanding standing) => standing switch
    {
        LoginStanding.Good => LetInAsync(context, token),
        LoginStanding.Revoked => Refuse(context, TokenDefect.Revoked),
        _ => Refuse(context, RevocationsUnknown),
    };

    private Task LetInAsync(HttpContext context, VerifiedToken token)
    {
        context.Features.Set(token);
        return next(context);
    }

    private Task Refuse(HttpContext context, TokenDefect defect)
    {
        metrics.Refused(defect);
        Log.TokenRefused(logger, defect);
        return Refuse(context, Invalid);
    }

    private static Task Refuse(HttpContext context, Refusal refusal)
    {
        context.Features.Set(refusal);
        return Task.CompletedTask;
    }
}

using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using TenantGateway.Core.Access;
using TenantGateway.Core.Sessions;

namespace TenantGateway.Authentication.Services;

/// <summary>Verifies what a service brings to an exchange: a token of the client-credentials grant of its issuer, by the same gate, keys, parameters and revocations as people's.</summary>
internal sealed class SubjectTokens(
    TokenGate gate, IOptionsMonitor<JwtBearerOptions> bearer, IRevocationCheck revocations, TokenMetrics metrics, ILogger<SubjectTokens> logger)
{
    private static readonly JsonWebTokenHandler Handler = new() { MapInboundClaims = false };

    /// <returns>What it says, or why it is refused.</returns>
    public async ValueTask<(VerifiedToken? Token, Reason? Refused)> VerifyAsync(string token, CancellationToken cancellationToken)
    {
        if (!TryPass(token, out var presented, out var defect)) return Refused(defect);
        switch (await presented.Issuer.Keys.FindAsync(presented.KeyId, cancellationToken))
        {
            case KeyLookup.Found:
                break;
            case KeyLookup.Unavailable:
                return (null, Reasons.IdentityProviderUnavailable);
            default:
                return Refused(TokenDefect.KeyUnknown);
        }

        // First and by itself: the handler takes longer to refuse a forged one than to accept a good one.
        if (!TokenSignature.IsGood(token, presented.Issuer.Keys.Held(presented.KeyId), presented.Algorithm)) return Refused(TokenDefect.SignatureInvalid);
        var parameters = bearer.Get(presented.Issuer.SchemeOf(Plane.Data)).TokenValidationParameters;
        var result = await Handler.ValidateTokenAsync(token, parameters);
        return result.IsValid ? Standing(presented.AfterVerification()) : Refused(TokenDefect.SignatureInvalid);
    }

    private bool TryPass(string token, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out PresentedToken? presented, out TokenDefect defect)
    {
        presented = null;
        defect = CompactToken.Split(token, out var parts);
        return defect == TokenDefect.None && gate.TryPass(in parts, Plane.Data, ActorKind.Service, out presented, out defect);
    }

    private (VerifiedToken?, Reason?) Standing(VerifiedToken token) => revocations.StandingOf(token.Marks) switch
    {
        LoginStanding.Good => (token, null),
        LoginStanding.Revoked => Refused(TokenDefect.Revoked),
        _ => (null, Reasons.RevocationsUnknown),
    };

    private (VerifiedToken?, Reason?) Refused(TokenDefect defect)
    {
        metrics.Refused(defect);
        Authentication.Log.TokenRefused(logger, defect);
        return (null, Reasons.SubjectTokenRefused);
    }
}

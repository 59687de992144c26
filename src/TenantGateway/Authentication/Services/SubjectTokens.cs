using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using TenantGateway.Core.Access;

namespace TenantGateway.Authentication.Services;

/// <summary>Verifies what a service brings to an exchange: a token of the client-credentials grant of its issuer, by the same gate, keys and parameters as people's.</summary>
internal sealed class SubjectTokens(TokenGate gate, IOptionsMonitor<JwtBearerOptions> bearer, TokenMetrics metrics, ILogger<SubjectTokens> logger)
{
    private static readonly JsonWebTokenHandler Handler = new() { MapInboundClaims = false };

    /// <returns>What it says, or why it is refused.</returns>
    public async ValueTask<(VerifiedToken? Token, Reason? Refused)> VerifyAsync(string token, CancellationToken cancellationToken)
    {
        if (!gate.TryPass(token, Plane.Data, ActorKind.Service, out var presented, out var defect)) return Refused(defect);
        switch (await presented.Issuer.Keys.FindAsync(presented.KeyId, cancellationToken))
        {
            case KeyLookup.Found:
                break;
            case KeyLookup.Unavailable:
                return (null, Reasons.IdentityProviderUnavailable);
            default:
                return Refused(TokenDefect.KeyUnknown);
        }

        var parameters = bearer.Get(presented.Issuer.SchemeOf(Plane.Data)).TokenValidationParameters;
        var result = await Handler.ValidateTokenAsync(token, parameters);
        return result.IsValid ? (presented.AfterVerification(), null) : Refused(TokenDefect.SignatureInvalid);
    }

    private (VerifiedToken?, Reason?) Refused(TokenDefect defect)
    {
        metrics.Refused(defect);
        Log.TokenRefused(logger, defect);
        return (null, Reasons.SubjectTokenRefused);
    }
}

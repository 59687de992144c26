using System.Text.Json;
using System.Text.Unicode;
using TenantGateway.Core.Access;
using TenantGateway.Core.Sessions;

namespace TenantGateway.Authentication;

/// <summary>Takes claims through the same steps as the gate does, from the payload on, and asks whether their login has been revoked. Nothing that it reads was verified, so nothing of it admits anybody.</summary>
internal sealed class ClaimsReader(ConfiguredIssuers issuers, IRevocationCheck revocations) : IClaimsReader
{
    public ReadClaims Read(ReadOnlyMemory<byte> claims, DateTimeOffset at)
    {
        if (!Utf8.IsValid(claims.Span)) return Refused(TokenDefect.NotUtf8);
        try
        {
            var payload = new JsonMembers(claims.Span, new byte[claims.Length]);
            var defect = payload.Read();
            if (defect != TokenDefect.None) return Refused(defect);
            if (payload["iss"u8].AsText() is not { } name) return Refused(TokenDefect.IssuerMissing);
            if (issuers.Find(name) is not { } issuer) return Refused(TokenDefect.IssuerUnknown);
            defect = TokenClaims.Read(in payload, issuer, Plane.Data, ActorKind.Person, at, out var token);
            if (token is null) return Refused(defect);
            return revocations.StandingOf(token.Marks) == LoginStanding.Revoked ? Refused(TokenDefect.Revoked) : new ReadClaims(token, null);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return Refused(TokenDefect.NotJson);
        }
    }

    private static ReadClaims Refused(TokenDefect defect) => new(null, defect.ToString());
}

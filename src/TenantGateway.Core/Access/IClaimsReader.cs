namespace TenantGateway.Core.Access;

/// <summary>Reads the claims of a token of the data plane by the rules of their issuer, without its signature: to explain, never to admit.</summary>
public interface IClaimsReader
{
    /// <param name="claims">The payload of a token, as UTF-8 JSON.</param>
    /// <param name="at">When the token is looked at.</param>
    ReadClaims Read(ReadOnlyMemory<byte> claims, DateTimeOffset at);
}

/// <summary>What claims say, or what is wrong with them.</summary>
/// <param name="Token">What a token with these claims would say; null where it would be refused.</param>
/// <param name="Defect">Why it would be refused; null where it would not.</param>
public sealed record ReadClaims(VerifiedToken? Token, string? Defect);

using TenantGateway.Core.Access;

namespace TenantGateway.Authentication;

/// <summary>A token that has passed the gate and whose signature has not been checked: it may be anyone's writing.</summary>
internal sealed class PresentedToken(ConfiguredIssuer issuer, string keyId, string algorithm, VerifiedToken claims, DateTimeOffset notBefore)
{
    public ConfiguredIssuer Issuer { get; } = issuer;

    public string KeyId { get; } = keyId;

    /// <summary>One of the issuer's.</summary>
    public string Algorithm { get; } = algorithm;

    /// <summary>Before this moment it does not count: its <c>nbf</c>, and its <c>iat</c> where that is later or the only one.</summary>
    public DateTimeOffset NotBefore { get; } = notBefore;

    /// <summary>What the token says. To be called once the signature over exactly this token has been verified, and not before.</summary>
    public VerifiedToken AfterVerification() => claims;
}

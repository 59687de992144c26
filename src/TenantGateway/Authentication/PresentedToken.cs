using TenantGateway.Core.Access;

namespace TenantGateway.Authentication;

/// <summary>A token that has passed the gate and whose signature has not been checked: it may be anyone's writing.</summary>
internal sealed class PresentedToken(ConfiguredIssuer issuer, string keyId, VerifiedToken claims)
{
    public ConfiguredIssuer Issuer { get; } = issuer;

    public string KeyId { get; } = keyId;

    /// <summary>What the token says. To be called once the signature over exactly this token has been verified, and not before.</summary>
    public VerifiedToken AfterVerification() => claims;
}

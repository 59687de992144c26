namespace TenantGateway.Core.Keys;

/// <summary>What the gateway's own keys are for. A part of signed records.</summary>
public static class ServiceKeyPurposes
{
    /// <summary>Signs the assertions by which services know who acts.</summary>
    public const string Assertion = "assertion";

    /// <summary>Signs the tokens by which services act for tenants.</summary>
    public const string ServiceToken = "service-token";
}

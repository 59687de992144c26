namespace TenantGateway.Core.Keys;

/// <summary>What the gateway's own keys are for. A part of signed records.</summary>
public static class ServiceKeyPurposes
{
    /// <summary>Signs the assertions by which services know who acts.</summary>
    public const string Assertion = "assertion";
}

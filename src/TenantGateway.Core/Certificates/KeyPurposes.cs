namespace TenantGateway.Core.Certificates;

/// <summary>Extended key usages (RFC 5280 section 4.2.1.12), as object identifiers.</summary>
public static class KeyPurposes
{
    public const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    public const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";
}

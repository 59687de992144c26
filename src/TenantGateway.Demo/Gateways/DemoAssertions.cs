namespace TenantGateway.Demo.Gateways;

/// <summary>What the CRM expects of the gateway's assertions.</summary>
internal static class DemoAssertions
{
    /// <summary>Their <c>iss</c>.</summary>
    public const string Issuer = "https://gateway.tenantgateway.example";

    /// <summary>Their <c>aud</c>, the name of the CRM's cluster.</summary>
    public const string Audience = "crm";
}

namespace TenantGateway.Demo.IdentityProvider;

/// <summary>The two APIs tokens are issued for. A token has exactly one of them, so a data plane token opens nothing on the admin plane.</summary>
internal static class DemoAudiences
{
    public const string DataPlane = "https://api.tenantgateway.example";
    public const string AdminPlane = "https://admin.tenantgateway.example";
}

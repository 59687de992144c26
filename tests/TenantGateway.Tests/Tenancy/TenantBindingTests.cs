using TenantGateway.Core.Tenants;
using TenantGateway.Tests.Identity;

namespace TenantGateway.Tests.Tenancy;

public sealed class TenantBindingTests : IdentityTest
{
    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        // As if someone had bound it behind the gateway's back.
        Parts.Tenants.Add(IdentityParts.TenantOf(Issuer, "operator2") with { Organizations = [new OrganizationBinding(Issuer.Name, IdentityGateway.OperatorOrganization)] });
        await Parts.Tenants.Changed();
    }

    [Theory]
    [InlineData("org_acme", "localhost", "acme")]
    [InlineData("org_acme", "acme.localhost", "acme")]
    [InlineData("org_globex", "127.0.0.1", "globex")]
    [InlineData("org_globex", "globex.localhost", "globex")]
    public async Task OrganizationOfATenant_DecidesTheTenant(string organization, string host, string tenant) =>
        Assert.Equal(tenant, (await GetAsync(Draft(organization), host)).Admitted.Tenant);

    [Theory]
    [InlineData("org_acme", "globex.localhost", "tenant_mismatch")]
    [InlineData("org_globex", "acme.localhost", "tenant_mismatch")]
    [InlineData("org_initech", "acme.localhost", "tenant_mismatch")]
    [InlineData("org_acme", "initech.localhost", "tenant_mismatch")]
    [InlineData("org_initech", "initech.localhost", "tenant_suspended")]
    [InlineData("org_initech", "localhost", "tenant_suspended")]
    [InlineData("org_unknown", "localhost", "unknown_organization")]
    [InlineData("org_unknown", "acme.localhost", "unknown_organization")]
    [InlineData("ORG_ACME", "localhost", "unknown_organization")]
    [InlineData("acme", "localhost", "unknown_organization")]
    [InlineData(IdentityGateway.OperatorOrganization, "localhost", "unknown_organization")]
    public async Task AnyoneElse_IsForbidden(string organization, string host, string code)
    {
        Assert.Equal(new Answer(403, $$"""{"code":"{{code}}"}""", null), await GetAsync(Draft(organization), host));
        var http2 = await SendAsync(Gateway.DataHttp2, HttpMethod.Get, "/", "Bearer " + Draft(organization).Sign(), host);
        Assert.Equal(code, http2.Code);
    }

    [Fact]
    public async Task SameOrganizationOfAnotherIssuer_IsAnother()
    {
        var token = Parts.OtherIssuer.Draft(Gateway.Now, organization: "org_acme");

        Assert.Equal("unknown_organization", (await GetAsync(token)).Code);
    }
}

using TenantGateway.Core.Audit;
using TenantGateway.Tests.Identity;

namespace TenantGateway.Tests.Admin;

public sealed class AdminAccessTests : AdminTest
{
    [Theory]
    [InlineData("tenant-admin")]
    [InlineData("security-reviewer")]
    public async Task RoleThatMayList_SeesEveryTenant_OnRecord(string role)
    {
        var answer = await ListAsync(role);

        Assert.Equal(200, answer.Status);
        Assert.Equal(
            ["acme active", "globex active", "initech suspended"],
            answer.Json.GetProperty("items").EnumerateArray().Select(item => $"{item.GetProperty("id").GetString()} {item.GetProperty("state").GetString()}"));
        Assert.Equal((AuditEvent.TenantsListed, "ok"), (Assert.Single(Parts.Audit.Entries).Event, Parts.Audit.Entries[0].Outcome));
    }

    [Fact]
    public async Task NoAudit_NoList()
    {
        Parts.Audit.FailsAfter = 0;

        Assert.Equal(new Answer(503, "{\"code\":\"audit_unavailable\"}", null), await ListAsync("tenant-admin"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("agent")]
    [InlineData("Tenant-Admin")]
    public async Task OtherRole_MayDoNothing(string role)
    {
        Assert.Equal((403, "role_missing"), StatusAndCode(await ListAsync([.. role.Split(' ', StringSplitOptions.RemoveEmptyEntries)])));
        Assert.Equal((403, "role_missing"), StatusAndCode(await CreateAsync(Definition(), role: role.Length == 0 ? "none" : role)));
        Assert.Empty(Parts.Audit.Entries);
    }

    [Fact]
    public async Task Reviewer_ChangesNothing() => Assert.Equal("role_missing", (await CreateAsync(Definition(), role: "security-reviewer")).Code);

    [Theory]
    [InlineData("GET", "/admin", 404)]
    [InlineData("GET", "/admin/", 404)]
    [InlineData("GET", "/admin/keys", 404)]
    [InlineData("POST", "/admin/tenants/acme", 405)]
    [InlineData("DELETE", "/admin/tenants", 405)]
    [InlineData("POST", "/admin/tenants/acme/definition", 405)]
    [InlineData("PUT", "/admin/tenants", 405)]
    public async Task WhatIsNotThere_IsToldToOperatorsOnly(string method, string path, int status)
    {
        Assert.Equal(status, (await SendAsync(Gateway.Admin, HttpMethod.Parse(method), path, Operator("tenant-admin"))).Status);
        Assert.Equal(401, (await SendAsync(Gateway.Admin, HttpMethod.Parse(method), path, null)).Status);
        var stranger = Issuer.Draft(Gateway.Now, TestIssuer.AdminAudience).Sign();
        Assert.Equal(403, (await SendAsync(Gateway.Admin, HttpMethod.Parse(method), path, "Bearer " + stranger)).Status);
    }

    private static (int Status, string? Code) StatusAndCode(Answer answer) => (answer.Status, answer.Code);
}

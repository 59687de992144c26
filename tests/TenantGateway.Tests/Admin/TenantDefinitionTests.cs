using System.Text.Json.Nodes;
using TenantGateway.Tests.Identity;

namespace TenantGateway.Tests.Admin;

public sealed class TenantDefinitionTests : AdminTest
{
    [Theory]
    [InlineData("id", "\"A1\"", "$.id")]
    [InlineData("id", "\"a\"", "$.id")]
    [InlineData("id", "\"a-\"", "$.id")]
    [InlineData("id", "\"operator\"", "$.id")]
    [InlineData("id", "17", "$.id")]
    [InlineData("id", null, "$")]
    [InlineData("displayName", "\"\"", "$.displayName")]
    [InlineData("displayName", "\" a\"", "$.displayName")]
    [InlineData("displayName", "\"a\\nb\"", "$.displayName")]
    [InlineData("displayName", null, "$")]
    [InlineData("organizations", "[]", "$.organizations")]
    [InlineData("organizations", "{}", "$.organizations")]
    [InlineData("organizations", null, "$")]
    [InlineData("organizations", "[\"org_x\"]", "$.organizations[0]")]
    [InlineData("organizations", "[{\"issuer\":\"https://evil.example/\",\"organizationId\":\"org_x\"}]", "$.organizations[0].issuer")]
    [InlineData("organizations", "[{\"issuer\":\"ISSUER\",\"organizationId\":\"\"}]", "$.organizations[0].organizationId")]
    [InlineData("organizations", "[{\"issuer\":\"ISSUER\"}]", "$.organizations[0]")]
    [InlineData("organizations", "[{\"issuer\":\"ISSUER\",\"organizationId\":\"org_operator\"}]", "$.organizations[0].organizationId")]
    [InlineData("organizations", "[{\"issuer\":\"ISSUER\",\"organizationId\":\"org_x\",\"name\":\"x\"}]", "$.organizations[0].name")]
    [InlineData("organizations", "[{\"issuer\":\"ISSUER\",\"organizationId\":\"a\"},{\"issuer\":\"ISSUER\",\"organizationId\":\"a\"}]", "$.organizations[1]")]
    [InlineData("organizations", "[{\"issuer\":\"ISSUER\",\"organizationId\":\"a\",\"label\":\"\"}]", "$.organizations[0].label")]
    [InlineData("organizations", "[{\"issuer\":\"ISSUER\",\"organizationId\":\"a\",\"roles\":\"x\"}]", "$.organizations[0].roles")]
    [InlineData("organizations", "[{\"issuer\":\"ISSUER\",\"organizationId\":\"a\",\"roles\":[\"x\",\"a b\"]}]", "$.organizations[0].roles[1]")]
    [InlineData("organizations", "[{\"issuer\":\"ISSUER\",\"organizationId\":\"a\",\"roles\":[\"x\",\"x\"]}]", "$.organizations[0].roles[1]")]
    [InlineData("organizations", "[{\"issuer\":\"ISSUER\",\"organizationId\":\"a\"},{\"issuer\":\"ISSUER\",\"organizationId\":\"a\",\"label\":\"other\"}]", "$.organizations[1]")]
    [InlineData("quotas", "5", "$.quotas")]
    [InlineData("quotas", "{\"requestsPerSecond\":0}", "$.quotas.requestsPerSecond")]
    [InlineData("quotas", "{\"requestsPerSecond\":\"5\"}", "$.quotas.requestsPerSecond")]
    [InlineData("quotas", "{\"requestsPerSecond\":1e400}", "$.quotas.requestsPerSecond")]
    [InlineData("quotas", "{\"burst\":1.5}", "$.quotas.burst")]
    [InlineData("quotas", "{\"burst\":1000001}", "$.quotas.burst")]
    [InlineData("quotas", "{\"concurrentRequests\":0}", "$.quotas.concurrentRequests")]
    [InlineData("quotas", "{\"rate\":1}", "$.quotas.rate")]
    [InlineData("region", "\"EU\"", "$.region")]
    [InlineData("region", "null", "$.region")]
    [InlineData("clusters", "[]", "$.clusters")]
    [InlineData("clusters", "{\"crm\":5}", "$.clusters.crm")]
    [InlineData("clusters", "{\"crm\":\"a b\"}", "$.clusters.crm")]
    [InlineData("clusters", "{\"crm\":\"own\",\"billing\":\"own\"}", "$.clusters.billing")]
    [InlineData("hosts", "\"a.example\"", "$.hosts")]
    [InlineData("hosts", "[\"A.example\"]", "$.hosts[0]")]
    [InlineData("hosts", "[\"a.example:80\"]", "$.hosts[0]")]
    [InlineData("hosts", "[\"a.example.\"]", "$.hosts[0]")]
    [InlineData("hosts", "[\"a_b.example\"]", "$.hosts[0]")]
    [InlineData("hosts", "[\"10.0.0.1\"]", "$.hosts[0]")]
    [InlineData("hosts", "[\"[::1]\"]", "$.hosts[0]")]
    [InlineData("hosts", "[\"localhost\"]", "$.hosts[0]")]
    [InlineData("hosts", "[\"127.0.0.1\"]", "$.hosts[0]")]
    [InlineData("hosts", "[\"a.example\",\"a.example\"]", "$.hosts[1]")]
    [InlineData("state", "\"active\"", "$.state")]
    public async Task WrongMember_IsNamed(string member, string? value, string path)
    {
        var definition = Definition();
        definition.Remove(member);
        if (value is not null) definition[member] = JsonNode.Parse(value.Replace("ISSUER", Issuer.Name, StringComparison.Ordinal));

        var answer = await CreateAsync(definition);

        Assert.Equal((422, "invalid_definition"), (answer.Status, answer.Code));
        Assert.Contains(path, PathsOf(answer));
        Assert.All(answer.Json.GetProperty("errors").EnumerateArray(), error =>
        {
            Assert.NotEqual("", error.GetProperty("problem").GetString());
            Assert.NotEqual("", error.GetProperty("remedy").GetString());
        });
        Assert.Empty(Parts.Audit.Entries);
    }

    [Fact]
    public async Task EverythingWrong_IsToldAtOnce()
    {
        var answer = await CreateAsync(JsonNode.Parse("""{"id":"Z","displayName":"","organizations":[],"hosts":["X"],"more":1}""") ?? throw new InvalidOperationException("No definition."));

        Assert.Equal(["$.displayName", "$.hosts[0]", "$.id", "$.more", "$.organizations"], PathsOf(answer).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task NoHosts_IsEnough()
    {
        var definition = Definition();
        definition.Remove("hosts");

        Assert.Equal(201, (await CreateAsync(definition)).Status);
    }

    private static List<string?> PathsOf(Answer answer) => [.. answer.Json.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("path").GetString())];
}

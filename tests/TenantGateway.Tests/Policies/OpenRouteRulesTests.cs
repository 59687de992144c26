using Microsoft.Extensions.Configuration;
using TenantGateway.Core.Protection.Policies;
using TenantGateway.Core.Protection.Policies.Reading;
using TenantGateway.Protection;
using TenantGateway.Tests.Fakes;

namespace TenantGateway.Tests.Policies;

/// <summary>Routes that name a policy for callers without a token, and are open wider than that.</summary>
public sealed class OpenRouteRulesTests
{
    private const string Fields = "\"fields\": [ { \"select\": \"$.email\", \"class\": \"email\" } ]";

    [Theory]
    [InlineData("hook", "/hooks/payments", "POST", "", "")]
    [InlineData("form", "/intake/{**rest}", "GET", "", "")]
    [InlineData("hook", "", "POST", "Match.Path", "every path")]
    [InlineData("form", "/{**rest}", "GET", "Match.Path", "every path")]
    [InlineData("form", "{**rest}", "GET", "Match.Path", "every path")]
    [InlineData("form", "/", "GET", "Match.Path", "every path")]
    [InlineData("form", "/admin/tenants", "GET", "Match.Path", "admins")]
    [InlineData("form", "Admin", "GET", "Match.Path", "admins")]
    [InlineData("hook", "/.well-known/tenant-gateway/vault", "POST", "Match.Path", "admins")]
    [InlineData("hook", "/hooks/{name}", "POST", "Match.Path", "no signature covers")]
    [InlineData("form", "/intake", "", "Match.Methods", "every method")]
    [InlineData("hook", "/hooks/payments", "GET", "Match.Methods", "posted")]
    [InlineData("form", "/intake", "CONNECT", "Match.Methods", "tunnel")]
    [InlineData("stranger", "/hooks/payments", "POST", "Metadata.Policy", "no webhook 'unknown'")]
    [InlineData("foreign", "/hooks/payments", "POST", "Metadata.Policy", "belongs to the route 'elsewhere'")]
    public void RouteOfSuchAPolicy_IsNoWiderThanIt(string policy, string path, string method, string key, string problem)
    {
        var problems = Find(policy, ("Match:Path", path), ("Match:Methods:0", method));

        if (key.Length == 0) Assert.Empty(problems);
        else Assert.Contains(problems, found => (found.File, found.Path) == ("ReverseProxy:Routes:open", key) && found.Problem.Contains(problem, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("MaxLoginAgeSeconds", "60")]
    [InlineData("SecondFactor", "true")]
    public void RouteThatAsksForALogin_IsRefused(string key, string value) =>
        Assert.Equal($"Metadata.{key}", Assert.Single(Find("form", ("Match:Path", "/intake"), ("Match:Methods:0", "GET"), ($"Metadata:{key}", value))).Path);

    private static List<PolicyProblem> Find(string policy, params (string Key, string Value)[] route)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
            [new("ReverseProxy:Routes:open:Metadata:Policy", policy), .. route.Where(entry => entry.Value.Length > 0).Select(entry => KeyValuePair.Create($"ReverseProxy:Routes:open:{entry.Key}", (string?)entry.Value))]).Build();
        var rules = new OpenRouteRules(configuration, new RequiredPolicies(configuration), new FakeWebhooks(("payments", "open"), ("theirs", "elsewhere")));
        var read = PolicySetReader.Read([File("hook", Signed("payments")), File("stranger", Signed("unknown")), File("foreign", Signed("theirs")), File("form", "\"callers\": \"anonymous\"")]);
        var problems = new List<PolicyProblem>();
        Assert.NotNull(read.Snapshot);
        rules.Find(read.Snapshot.Policies, problems);
        return problems;
    }

    private static string Signed(string webhook) => $$"""
        "callers": "signature", "signature": { "webhook": "{{webhook}}", "scheme": "standard" }
        """;

    private static PolicyFile File(string name, string more) => new($"{name}.json", System.Text.Encoding.UTF8.GetBytes($$"""{ "name": "{{name}}", "maxBodyBytes": 1024, {{Fields}}, {{more}} }"""));
}

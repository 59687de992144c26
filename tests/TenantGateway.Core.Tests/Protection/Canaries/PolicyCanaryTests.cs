using System.Text;
using TenantGateway.Core.Protection.Canaries;
using TenantGateway.Core.Protection.Policies;
using TenantGateway.Core.Protection.Policies.Reading;
using TenantGateway.Core.Tests.Protection.Policies;

namespace TenantGateway.Core.Tests.Protection.Canaries;

/// <summary>Each policy is tried with sample values before it comes into force.</summary>
public sealed class PolicyCanaryTests
{
    private const string Token = "pn1.abcdef.rAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    [Theory]
    [InlineData(SamplePolicies.Full)]
    [InlineData(SamplePolicies.Signed)]
    [InlineData("""{ "name": "a", "request": "reveal", "response": "protect", "fields": [ { "select": ["$.a[3].b", "$..c", "$.*.d", "$[1:9:2]"], "class": "name" } ] }""")]
    [InlineData("""{ "name": "a", "fields": [ { "select": ["$.a['x','y'][0,'z']", "$..*", "$.é"], "class": "name", "protection": "searchable", "acceptGuessable": "x" } ] }""")]
    [InlineData("""{ "name": "a", "fields": [ { "select": ["$.call.email", "$.call"], "class": "email" } ], "embedded": ["$.call", "$..args"] }""")]
    [InlineData("""{ "name": "a", "fields": [ { "select": "$..args", "class": "email", "protection": "searchable" } ], "embedded": ["$..args", "$.*"] }""")]
    [InlineData("""{ "name": "a", "form": [ { "field": "e mail&=", "class": "email" } ] }""")]
    [InlineData("""{ "name": "a", "opaque": ["image/png"] }""")]
    [InlineData("""{ "name": "a", "fields": [ { "select": "$.n", "class": "score", "protection": "searchable" }, { "select": "$.b", "class": "consent" }, { "select": "$.d", "class": "day" } ], "query": [ { "parameter": "n", "class": "score" } ], "classes": [ { "class": "score", "type": "number" }, { "class": "consent", "type": "boolean" }, { "class": "day", "type": "date" } ] }""")]
    [InlineData("""{ "name": "a", "fields": [ { "select": "$..h", "class": "health" }, { "select": "$.p", "class": "ref", "protection": "pseudonym" }, { "select": "$.r", "class": "ref", "protection": "removed" } ], "form": [ { "field": "h", "class": "health" } ], "query": [ { "parameter": "p", "class": "ref" } ], "classes": [ { "class": "health", "forbidden": true }, { "class": "ref", "canonical": ["digits"] } ] }""")]
    [InlineData("""{ "name": "a", "fields": [ { "select": ["$..mail", "$.x[3]"], "class": "email", "protection": "searchable", "shape": "email" }, { "select": "$..d", "class": "hiring", "protection": "searchable", "shape": "date", "allowUnauthenticated": "x" }, { "select": "$.call.p", "class": "phone", "protection": "searchable", "shape": "phone", "allowUnauthenticated": "x" } ], "form": [ { "field": "p", "class": "phone", "protection": "searchable", "shape": "phone", "allowUnauthenticated": "x" } ], "query": [ { "parameter": "p", "class": "phone" }, { "parameter": "m", "class": "email" }, { "parameter": "d", "class": "hiring" } ], "embedded": "$.call", "classes": [ { "class": "hiring", "type": "date" } ] }""")]
    public void WorkingPolicy_Passes(string json) => Assert.Empty(PolicyCanary.Check(Read(json)));

    [Theory]
    [InlineData("""{ "name": "a", "form": [ { "field": "ok", "class": "email" }, { "field": "_charset_", "class": "email" } ] }""", "$.form", "_charset_", "ambiguous_name")]
    [InlineData($$"""{ "name": "a", "fields": [ { "select": ["$.ok", "$.x['{{Token}}']"], "class": "email" } ] }""", "$.fields", Token, "stored_token_in_request")]
    public void RuleThatNothingComesThrough_IsToldWithItsReason(string json, string path, string rule, string reason)
    {
        var problem = Assert.Single(PolicyCanary.Check(Read(json)));
        Assert.Equal(("a", path), (problem.File, problem.Path));
        Assert.Contains(rule, problem.Problem, StringComparison.Ordinal);
        Assert.Contains(reason, problem.Problem, StringComparison.Ordinal);
    }

    private static Policy Read(string json)
    {
        var result = PolicySetReader.Read([new PolicyFile("a.json", Encoding.UTF8.GetBytes(json))]);
        Assert.Empty(result.Problems);
        return Assert.Single(result.Snapshot!.Policies).Value;
    }
}

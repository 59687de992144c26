using System.Text;
using System.Text.Json.Nodes;
using TenantGateway.Core.Buffers;
using TenantGateway.Core.Conversion;
using TenantGateway.Core.Protection;
using TenantGateway.Core.Protection.Policies;
using TenantGateway.Core.Protection.Policies.Reading;
using TenantGateway.Core.Tests.Protection;
using TenantGateway.Core.Tests.Tokens;

namespace TenantGateway.Core.Tests.Conversion;

public class RowProtectorTests
{
    private static readonly TestTenant Acme = TestTenant.Acme;
    private static readonly string Email = Sealed.Token(Acme.Lookup, "jane@example.org");
    private static readonly string Foreign = Sealed.Token(TestTenant.Globex.Lookup, "jane@example.org");
    private static readonly RoutePlan Route = RouteOf("");

    [Fact]
    public void ClearValues_BecomeTheTokensThatTheRouteWouldWrite_AndNothingElseChanges()
    {
        var (text, tally) = Protect("{ \"id\":1.50,\t\"email\":\"jane@example.org\",\"name\":\"Jane\", \"x\":\"jane@example.org\" }\r\n\n[1]");

        var name = $"{JsonNode.Parse(text.Split('\n')[0])!["name"]}";
        Assert.Equal($"{{ \"id\":1.50,\t\"email\":\"{Email}\",\"name\":\"{name}\", \"x\":\"jane@example.org\" }}\r\n\n[1]", text);
        Assert.Equal("Jane"u8.ToArray(), Sealed.OpenToken(Acme.Data, Encoding.ASCII.GetBytes(name), "name"));
        Assert.True(tally is { Lines: 3, Rows: 2, Protected: 2, Unprotected: 0, Malformed: 0, Damaged: 0 });
    }

    [Fact]
    public void ProtectedRow_IsReadByItsCallersAsItWas()
    {
        const string Row = """{"email":"jane@example.org","name":"Jané \"J\"","n":1}""";
        Assert.Equal("""{"email":"jane@example.org","name":"Jané \"J\"","n":1}""", Engine.Reveal(Route, Protect(Row).Text, Acme).Text);
    }

    [Fact]
    public void ProtectedRows_StayAsTheyAre_AndTheirTokensAreCounted()
    {
        var once = Protect("{\"email\":\"jane@example.org\",\"name\":\"Jane\"}\n").Text;
        var (twice, tally) = Protect(once);

        Assert.Equal(once, twice);
        Assert.True(tally is { Protected: 0, Unprotected: 0, Damaged: 0 });
        Assert.Equal([(1L, 0L), (1L, 0L)], tally.Generations.Select(met => (met.Value.Found, met.Value.Rewritten)));
    }

    [Theory]
    [InlineData("cut token")]
    [InlineData("token in prose")]
    [InlineData("handle")]
    [InlineData("mask")]
    [InlineData("escaped mask")]
    [InlineData("number in a searchable field")]
    [InlineData("value that is too long")]
    [InlineData("name twice")]
    public void WhatIsNoClearValue_LeavesItsRowWhole(string what)
    {
        var value = what switch
        {
            "cut token" => $"\"{Email[..^1]}\"",
            "token in prose" => $"\"see {Email}\"",
            "handle" => "\"hn1.aaaaaa.h001\"",
            "mask" => "\"j\u2022\u2022\u2022@example.org\"",
            "escaped mask" => "\"j\\u2022\\u2022\\u2022@example.org\"",
            "number in a searchable field" => "5",
            "value that is too long" => $"\"{new string('a', 70_000)}\"",
            _ => "\"a\",\"email\":\"b\"",
        };
        var row = $"{{\"name\":\"Jane\",\"email\":{value}}}\n";
        var (text, tally) = Protect(row + "{\"name\":\"John\"}\n");

        Assert.StartsWith(row, text, StringComparison.Ordinal);
        Assert.DoesNotContain("John", text, StringComparison.Ordinal);
        Assert.True(tally is { Rows: 2, Protected: 1, Unprotected: 1 });
        Assert.Contains(new LineProblem(1, LineProblemKind.Unprotected), tally.Problems);
    }

    [Fact]
    public void TokenOfAnotherTenant_StaysAndIsTold()
    {
        var (text, tally) = Protect($"{{\"email\":\"{Foreign}\",\"name\":\"Jane\"}}");

        Assert.Contains(Foreign, text, StringComparison.Ordinal);
        Assert.True(tally is { Protected: 1, Foreign: 1 });
    }

    [Fact]
    public void MalformedRow_StaysAndIsTold()
    {
        var (text, tally) = Protect("{\"email\":\"jane@example.org\"\n");

        Assert.Equal("{\"email\":\"jane@example.org\"\n", text);
        Assert.True(tally is { Malformed: 1, Protected: 0, Unprotected: 0 });
    }

    [Fact]
    public void RouteToAServiceThatHoldsNoTokens_ProtectsNoRows() => Assert.Null(RowProtector.Of(RouteOf("\"request\": \"reveal\", \"response\": \"protect\",")));

    private static (string Text, ConversionTally Tally) Protect(string lines)
    {
        using var output = new ByteBuffer(64);
        var protector = RowProtector.Of(Route) ?? throw new InvalidOperationException();
        var tally = TokenConverter.Convert(Encoding.UTF8.GetBytes(lines), 0, Acme.Ring, new TestKeyRings(), output, protector);
        return (Encoding.UTF8.GetString(output.Written), tally);
    }

    // Nobody may write: rows are asked for no right.
    private static RoutePlan RouteOf(string more)
    {
        var file = new PolicyFile("rows.json", Encoding.UTF8.GetBytes($$"""
            { "name": "rows", {{more}} "fields": [ { "select": "$.email", "class": "email", "protection": "searchable" }, { "select": "$.name", "class": "name" } ],
              "access": { "reveal": [ { "classes": ["email", "name"], "roles": ["agent"], "form": "clear" } ] } }
            """));
        var read = PolicySetReader.Read([file]);
        return RoutePlan.Compile((read.Snapshot ?? throw new InvalidOperationException(string.Join('\n', read.Problems))).Policies["rows"]);
    }
}

using System.Text;
using TenantGateway.Core.Access;
using TenantGateway.Core.Audit.Search;

namespace TenantGateway.Core.Tests.Audit.Search;

public sealed class PersonQueryTests
{
    [Fact]
    public void Value_IsReadUnescapedAndZeroedAtTheEnd()
    {
        Assert.True(PersonQuery.TryRead("""{"tenant":"acme","class":"email","value":"Gr\u0061ce\n@example.com","limit":7}"""u8, out var query, out _));
        Assert.Equal(("email", "Grace\n@example.com"), (query.Class.Value, Encoding.UTF8.GetString(query.Value)));
        Assert.Equal([KeyValuePair.Create("limit", "7"), KeyValuePair.Create("tenant", "acme")], query.Parameters.OrderBy(parameter => parameter.Key));
        Assert.DoesNotContain("Grace", $"{query}", StringComparison.Ordinal);
        query.Dispose();
        Assert.All(query.Value.ToArray(), letter => Assert.Equal(0, letter));
    }

    [Theory]
    [InlineData("", "malformed_json")]
    [InlineData("[]", "malformed_json")]
    [InlineData("""{"class":"email","value":{}}""", "malformed_json")]
    [InlineData("""{"class":"email","value":"a"} x""", "malformed_json")]
    [InlineData("""{"class":"email","value":"a","value":"b"}""", "duplicate_name")]
    [InlineData("""{"class":"E MAIL","value":"a"}""", "malformed_request")]
    [InlineData("""{"class":"email","value":""}""", "malformed_request")]
    [InlineData("""{"value":"a"}""", "malformed_request")]
    [InlineData("""{"class":"email","value":"\ud800"}""", "lone_surrogate")]
    public void WhatIsNoQuestion_IsRefused(string json, string code)
    {
        Assert.False(PersonQuery.TryRead(Encoding.UTF8.GetBytes(json), out _, out var wrong));
        Assert.Equal(code, wrong.Reason.Code);
        Assert.Contains(wrong.Reason, Reasons.All);
    }
}

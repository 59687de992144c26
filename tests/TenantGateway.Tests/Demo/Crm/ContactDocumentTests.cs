using System.Text;
using TenantGateway.Demo.Crm;

namespace TenantGateway.Tests.Demo.Crm;

public sealed class ContactDocumentTests
{
    [Theory]
    [InlineData("{}", """{"id":"c_1"}""")]
    [InlineData("{ }", """{"id":"c_1" }""")]
    [InlineData(" {\"a\":5.0}\n", " {\"id\":\"c_1\",\"a\":5.0}\n")]
    [InlineData("{ \"a\" : 1e2 , \"a\":\"\\u00e9\"}", "{\"id\":\"c_1\", \"a\" : 1e2 , \"a\":\"\\u00e9\"}")]
    [InlineData("""{"a":{"id":"inner"}}""", """{"id":"c_1","a":{"id":"inner"}}""")]
    public void DocumentWithoutId_IsAnsweredWithOneInFront(string sent, string answered)
    {
        var document = Parse(sent);

        Assert.Equal(answered, Text(document.Render("c_1")));
        Assert.Equal(sent, Text(document.Assign("c_1")));
    }

    [Theory]
    [InlineData("""{"a":1, "id" : "mine" ,"b":2}""", """{"a":1, "id" : "c_1" ,"b":2}""")]
    [InlineData("""{"id":{"x":[1,2]}}""", """{"id":"c_1"}""")]
    [InlineData("""{"\u0069d":7}""", """{"\u0069d":"c_1"}""")]
    public void DocumentWithId_IsAnsweredAsItIsAndAssignedInPlace(string sent, string assigned)
    {
        var document = Parse(sent);

        Assert.Equal(sent, Text(document.Render("c_1")));
        Assert.Equal(assigned, Text(document.Assign("c_1")));
    }

    [Theory]
    [InlineData("""{"email":"a\u0040example.com"}""", "a@example.com")]
    [InlineData("""{"email":5}""", null)]
    [InlineData("""{"nested":{"email":"a@example.com"}}""", null)]
    public void Email_IsTheTopLevelStringUnescaped(string sent, string? email) => Assert.Equal(email, Parse(sent).Email);

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"text\"")]
    [InlineData("{")]
    [InlineData("{}{}")]
    [InlineData("{\"a\":1,}")]
    [InlineData("{\"id\":1,\"id\":2}")]
    [InlineData("{\"email\":\"\\ud800\"}")]
    [InlineData("\uFEFF{}")]
    public void AnythingButOneObject_IsRefused(string sent) => Assert.Null(ContactDocument.TryParse(Encoding.UTF8.GetBytes(sent)));

    [Fact]
    public void InvalidUtf8_IsRefused() => Assert.Null(ContactDocument.TryParse([.. "{\"a\":\""u8, 0xC0, 0xAF, .. "\"}"u8]));

    private static ContactDocument Parse(string sent) =>
        ContactDocument.TryParse(Encoding.UTF8.GetBytes(sent)) ?? throw new InvalidOperationException("Refused.");

    private static string Text(byte[] utf8) => Encoding.UTF8.GetString(utf8);
}

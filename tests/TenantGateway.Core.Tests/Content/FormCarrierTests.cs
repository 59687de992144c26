using System.Text;
using CsCheck;
using TenantGateway.Core.Access;
using TenantGateway.Core.Content;
using TenantGateway.Core.Protection;
using TenantGateway.Core.Protection.Policies;
using TenantGateway.Core.Tests.Protection;
using TenantGateway.Core.Tests.Tokens;

namespace TenantGateway.Core.Tests.Content;

public class FormCarrierTests
{
    private static readonly TestTenant Acme = TestTenant.Acme;
    private static readonly RoutePlan Route = TestPolicy.Contacts(TokenMode.Deterministic).FormField("email", "email", TokenMode.Deterministic).FormField("note", "free-text").FormField("user[name]", "name").Ingress();

    private static Engine.Outcome Send(string form, Actor? actor = null) => Engine.Run(Route, Route.RequestOf(BodyFormat.Form)!, form, Acme, actor);

    [Fact]
    public void CoveredValues_BecomeTheTokensOfJson_AndAllElsePassesVerbatim()
    {
        var token = Engine.Protect(Route, "{\"email\":\"jane+x@example.org\"}", Acme).Text["{\"email\":\"".Length..^2];

        Assert.Equal($"a=+%2b&&%65mail={token}&b&=c&email={token}&email=", Send("a=+%2b&&%65mail=jane%2Bx@example.org&b&=c&email=jane%2bx%40example.org&email=").Text);
        Assert.Equal("", Send("").Text);
    }

    [Fact]
    public void SealedValue_IsTheDecodedText()
    {
        var token = Send("note=a+b%26%C3%A9%0D%0A%22").Text["note=".Length..];
        Assert.Equal("{\"x\":\"a b&\u00e9\\r\\n\\\"\"}", Engine.Reveal(Route, $"{{\"x\":\"{token}\"}}", Acme).Text);
        Assert.Equal("Jane Doe", Encoding.UTF8.GetString(Sealed.OpenToken(Acme.Data, Encoding.ASCII.GetBytes(Send("user%5Bname%5D=Jane+Doe").Text["user%5Bname%5D=".Length..]), "name")!));
    }

    [Fact]
    public void HandleWrittenBack_KeepsTheValue()
    {
        var stored = Engine.Protect(Route, "{\"email\":\"a@example.org\"}", Acme).Text;
        var handle = Engine.Reveal(Route, stored, Acme, Acme.Analyst).Text["{\"email\":\"".Length..^2];

        Assert.Equal($"email={stored["{\"email\":\"".Length..^2]}", Send($"email={handle}", Acme.Analyst).Text);
        Assert.Equal(Reasons.InvalidHandle, Send($"other={handle}", Acme.Analyst).Reason);
        Assert.Equal(Reasons.InvalidHandle, Send($"email=x{handle}", Acme.Analyst).Reason);
        Assert.Equal(Reasons.InvalidHandle, Send($"{handle}=x", Acme.Analyst).Reason);
        Assert.Equal(Reasons.StoredTokenInRequest, Send(stored["{\"email\":\"".Length..^2]).Reason);
    }

    [Theory]
    [InlineData("Email=a", "ambiguous_name")]
    [InlineData("email[]=a", "ambiguous_name")]
    [InlineData("email%5B0%5D=a", "ambiguous_name")]
    [InlineData("user.name=a", "ambiguous_name")]
    [InlineData("x=1;email=a", "ambiguous_name")]
    [InlineData("\uFEFFemail=a", "invalid_utf8")]
    [InlineData("email=%E9", "invalid_utf8")]
    [InlineData("email=%zz", "malformed_request")]
    [InlineData("%E9=1", "malformed_request")]
    [InlineData("email=a%E2%80%A2%E2%80%A2%E2%80%A2", "masked_value")]
    [InlineData("email=hn1.abc", "invalid_handle")]
    [InlineData("_charset_=iso-8859-1", "ambiguous_name")]
    public void AmbiguousForm_IsRefused(string form, string reason) => Assert.Equal(reason, Send(form).Reason?.Code);

    [Fact]
    public void MoreFieldsThanAnyFormNeeds_AreRefused()
    {
        Assert.Null(Send(new string('&', FormCarrier.MaxPairs - 1)).Reason);
        Assert.Equal(Reasons.TooManyFields, Send(new string('&', FormCarrier.MaxPairs)).Reason);
    }

    [Fact]
    public void WhoMayNotWriteTheClass_IsRefused() => Assert.Equal((Reasons.ClassWriteDenied, "form field email"), (Send("email=a", Acme.Analyst).Reason, Send("email=a", Acme.Analyst).Location));

    /// <summary>Against a plain reading of forms: split, decode, compare.</summary>
    [Fact]
    public void RandomForms_AreSealedWhereCovered_OrRefused() =>
        Gen.OneOf("email", "note", "=", "=", "&", "&", ";", "S3CRET", "%65mail", "Email", "[]", "%", "%zz", "+", ".", "x", "%00", "%E2%80%A2", "%C3%A9", "%E9", "pn1.", "hn1.").Array[1, 14].Sample(
            parts =>
            {
                var form = string.Concat(parts);
                var outcome = Send(form);
                if (outcome.Reason is not null) return;
                var (sent, stored) = (form.Split('&'), outcome.Text.Split('&'));
                Assert.Equal(sent.Length, stored.Length);
                for (var i = 0; i < sent.Length; i++) Compare(sent[i], stored[i]);
            },
            iter: 60_000);

    private static void Compare(string sent, string stored)
    {
        var (name, value) = Read(sent);
        if (name is not ("email" or "note") || value.Length == 0)
        {
            Assert.Equal(sent, stored);
            return;
        }

        var token = Encoding.ASCII.GetBytes(Read(stored).Value);
        Assert.Equal(value, Encoding.UTF8.GetString(Sealed.OpenToken(name == "email" ? Acme.Lookup : Acme.Data, token, name == "email" ? "email" : "free-text")!));
    }

    private static (string Name, string Value) Read(string pair)
    {
        var parts = pair.Split('=', 2);
        return (Uri.UnescapeDataString(parts[0].Replace('+', ' ')), parts.Length > 1 ? Uri.UnescapeDataString(parts[1].Replace('+', ' ')) : "");
    }
}

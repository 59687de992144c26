using TenantGateway.Core.Access;
using TenantGateway.Core.Protection;
using TenantGateway.Core.Protection.Policies;

namespace TenantGateway.Core.Tests.Protection;

/// <summary>Callers who are shown nothing in place of a value, and what they write back.</summary>
public sealed class RemovedFormTests
{
    private static readonly TestTenant Acme = TestTenant.Acme;
    private static readonly RoutePlan Route = TestPolicy.Contacts().Ingress();

    [Fact]
    public void Guest_SeesNothingOfAnyType()
    {
        const string document = """{"name":"Ada","phones":["1",2],"address":{"city":"Bonn"},"other":"x"}""";
        var stored = Engine.Protect(Route, document, Acme).Text;
        var outcome = Engine.Reveal(Route, stored, Acme, Acme.Guest);
        Assert.Equal("""{"name":null,"phones":[null,null],"address":{"city":null},"other":"x"}""", outcome.Text);
        Assert.False(outcome.Disclosure.RevealsSomething);
        // Clear values at rest too.
        Assert.Equal("""{"name":null}""", Engine.Reveal(Route, """{"name":"Ada"}""", Acme, Acme.Guest).Text);
    }

    [Fact]
    public void OneDocument_IsRenderedForEachCaller()
    {
        var stored = Engine.Protect(Route, """{"email":"ada@example.org"}""", Acme).Text;
        Assert.Equal("""{"email":"ada@example.org"}""", Engine.Reveal(Route, stored, Acme).Text);
        Assert.Equal("""{"email":"a•••@e•••.org"}""", Engine.Reveal(Route, stored, Acme, Acme.Support).Text);
        Assert.StartsWith("""{"email":"hn1.""", Engine.Reveal(Route, stored, Acme, Acme.Analyst).Text, StringComparison.Ordinal);
        Assert.Equal("""{"email":null}""", Engine.Reveal(Route, stored, Acme, Acme.Guest).Text);
    }

    [Theory]
    [InlineData("""{"name":null}""")]
    [InlineData("""{"address":{"city":null}}""")]
    [InlineData("""{"phones":[null]}""")]
    public void NothingWrittenBackByWhoeverSeesNothing_IsRefused(string sent)
    {
        Assert.Equal(Reasons.RemovedValue, Engine.Protect(Route, sent, Acme, Acme.Guest).Reason);
        // Others mean what they write.
        Assert.Equal(sent, Engine.Protect(Route, sent, Acme).Text);
        Assert.Equal(sent, Engine.Protect(Route, sent, Acme, Acme.Analyst).Text);
    }

    /// <summary>Where nothing is looked for a null would be taken for what the caller means.</summary>
    [Fact]
    public void TokenAtAnotherPlace_IsAHandleThatCannotBeWrittenBack()
    {
        var stored = Engine.Protect(Route, """{"name":"Ada"}""", Acme).Text.Replace("name", "copy", StringComparison.Ordinal);
        var seen = Engine.Reveal(Route, stored, Acme, Acme.Guest).Text;
        Assert.StartsWith("""{"copy":"hn1.""", seen, StringComparison.Ordinal);
        Assert.Equal(Reasons.InvalidHandle, Engine.Protect(Route, seen, Acme, Acme.Guest).Reason);
    }

    [Fact]
    public void NothingElsewhere_Passes() => Assert.Equal("""{"other":null}""", Engine.Protect(Route, """{"other":null}""", Acme, Acme.Guest).Text);

    [Fact]
    public void HandleGrantedByARule_BeatsRemoval_AndDenialLeavesIt()
    {
        var email = FieldClass.Parse("email");
        var guest = new GrantRule([email], ["guest"], []);
        ClassAccess AccessOf(params Form[] forms) => AccessTable.Compile(new AccessRules { Reveal = [.. forms.Select(form => new RevealRule(guest, form))], Write = [], Search = [] }).Of(email);
        var caller = new Caller(Acme.Guest, null, DateTimeOffset.UnixEpoch);
        Assert.Equal(Form.Handle, AccessOf().FormFor(caller).Form);
        Assert.Equal(Form.Remove, AccessOf(Form.Remove).FormFor(caller).Form);
        Assert.Equal(Form.Handle, AccessOf(Form.Remove, Form.Handle).FormFor(caller).Form);
        Assert.Equal(Form.Mask, AccessOf(Form.Mask, Form.Remove).FormFor(caller).Form);
        var denied = new AccessRules { Reveal = [new RevealRule(guest, Form.Clear), new RevealRule(guest, Form.Remove)], Write = [], Search = [], Deny = [new DenyRule(guest, AccessRights.Reveal)] };
        Assert.Equal(Form.Remove, AccessTable.Compile(denied).Of(email).FormFor(caller).Form);
    }
}

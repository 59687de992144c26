using System.Collections.Frozen;
using TenantGateway.Core.Access;
using TenantGateway.Core.Protection.Explanations;
using TenantGateway.Core.Protection.Policies;
using TenantGateway.Core.Protection.Policies.Reading;
using TenantGateway.Core.Tenants;
using static TenantGateway.Core.Tests.Protection.Policies.SamplePolicies;

namespace TenantGateway.Core.Tests.Protection.Policies;

public class AccessTableTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly FieldClass Email = FieldClass.Parse("email");

    private const string Narrow = """{ "classes": ["email"], "roles": ["agent"], "alsoScopes": ["read", "more"], "purposes": ["case"], "maxLoginAgeSeconds": 900, "form": "clear" }""";
    private const string Case = """, "purposes": [ { "name": "case", "roles": ["agent", "clerk"], "clients": ["web"] }, { "name": "audit", "services": ["billing"] } ]""";

    [Fact]
    public void RuleWithConditions_CoversOnlyWhoMeetsAllOfThem()
    {
        var table = Table(Narrow, Case);
        Assert.Equal(Form.Clear, FormOf(table, Person(["agent"], ["read", "more"], age: 899), "case"));
        Assert.Equal(Form.Clear, FormOf(table, Person(["agent"], ["read", "more"], age: 900), "case"));

        Assert.Equal(Form.Handle, FormOf(table, Person(["clerk"], ["read", "more"]), "case"));
        Assert.Equal(Form.Handle, FormOf(table, Person(["agent"], ["read"]), "case"));
        Assert.Equal(Form.Handle, FormOf(table, Person(["agent"], ["read", "more"]), null));
        Assert.Equal(Form.Handle, FormOf(table, Person(["agent"], ["read", "more"]), "Case"));
        Assert.Equal(Form.Handle, FormOf(table, Person(["agent"], ["read", "more"], client: "app"), "case"));
        Assert.Equal(Form.Handle, FormOf(table, Person(["agent"], ["read", "more"], client: null), "case"));
        Assert.Equal(Form.Handle, FormOf(table, Person(["agent"], ["read", "more"], age: 901), "case"));
        Assert.Equal(Form.Handle, FormOf(table, Person(["agent"], ["read", "more"], age: -301), "case"));
        Assert.Equal(Form.Handle, FormOf(table, Person(["agent"], ["read", "more"], age: null), "case"));
    }

    [Fact]
    public void LoginWithoutAClockToReckonBy_IsNeverFresh() =>
        Assert.Equal(Form.Handle, Table(Narrow, Case).Of(Email).FormFor(new Caller(Person(["agent"], ["read", "more"]), "case", default)).Form);

    [Fact]
    public void RolesAndScopes_CoverPeopleOnly_AndServicesNeedTheirName()
    {
        var people = Table("""{ "classes": ["email"], "roles": ["agent"], "scopes": ["read"], "form": "clear" }""");
        Assert.Equal(Form.Clear, FormOf(people, Person(["agent"], [])));
        Assert.Equal(Form.Clear, FormOf(people, Person([], ["read"])));
        Assert.Equal(Form.Handle, FormOf(people, Service("billing", ["agent"], ["read"])));

        var services = Table("""{ "classes": ["email"], "services": ["billing"], "alsoScopes": ["read"], "form": "clear" }""");
        Assert.Equal(Form.Clear, FormOf(services, Service("billing", [], ["read"])));
        Assert.Equal(Form.Handle, FormOf(services, Service("billing", [], [])));
        Assert.Equal(Form.Handle, FormOf(services, Service("letters", [], ["read"])));
        Assert.Equal(Form.Handle, FormOf(services, Person([], ["read"]) with { Service = "billing" }));
        Assert.Equal(Form.Handle, FormOf(services, Service("billing", [], ["read"]) with { Service = null }));
    }

    [Fact]
    public void Denial_BeatsEveryGrant_AndTakesOnlyWhatItNames()
    {
        const string All = """{ "classes": ["email"], "roles": ["agent"], "services": ["billing"], "form": "clear" }""";
        var table = Table(All, Case + """, "search": [ { "classes": ["email"], "roles": ["agent"] } ], "deny": [ { "classes": ["email"], "roles": ["temp"], "rights": ["reveal"] }, { "classes": ["email"], "purposes": ["case"], "rights": ["search"] } ]""");

        Assert.Equal(Form.Clear, FormOf(table, Person(["agent"], [])));
        Assert.Equal(Form.Handle, FormOf(table, Person(["agent", "temp"], [])));
        Assert.True(table.Of(Email).MaySearch(At(Person(["agent", "temp"], []))).Granted);
        Assert.True(table.Of(Email).MaySearch(At(Person(["agent"], []))).Granted);
        Assert.False(table.Of(Email).MaySearch(new Caller(Person(["agent"], []), "case", Now)).Granted);

        // What denies a role denies it to machines too.
        Assert.Equal(Form.Clear, FormOf(table, Service("billing", [], [])));
        Assert.Equal(Form.Handle, FormOf(table, Service("billing", ["temp"], [])));
    }

    [Fact]
    public void Purpose_IsTakenOnlyFromWhomThePolicyNames()
    {
        var table = Table(Narrow, Case + "");
        Assert.Equal("case", table.AcceptPurpose("case", Person(["clerk"], [])));
        Assert.Equal("audit", table.AcceptPurpose("audit", Service("billing", [], [])));

        Assert.Null(table.AcceptPurpose("case", Person(["other"], [])));
        Assert.Null(table.AcceptPurpose("case", Service("billing", ["agent"], [])));
        Assert.Null(table.AcceptPurpose("audit", Person(["agent"], []) with { Service = "billing" }));
        Assert.Null(table.AcceptPurpose("audit", Service("letters", [], [])));
        foreach (var foreign in new[] { null, "", "other", "CASE", " case" }) Assert.Null(table.AcceptPurpose(foreign, Person(["agent"], [])));
    }

    [Fact]
    public void FreshLogin_IsToldOnlyWhereThePolicySaysSo_AndWhereItWouldGiveMore()
    {
        var told = Narrow.Replace("900,", "900, \"stepUp\": true,", StringComparison.Ordinal);
        var old = Person(["agent"], ["read", "more"], age: 5000);
        Assert.Null(Decide(Table(Narrow, Case), old, "case").FreshLogin);
        Assert.Equal(new FormDecision(Form.Handle, TimeSpan.FromSeconds(900)), Decide(Table(told, Case), old, "case"));

        // Where something else is missing as well, a login would not help.
        Assert.Null(Decide(Table(told, Case), old, null).FreshLogin);
        Assert.Null(Decide(Table(told, Case), Person(["clerk"], ["read", "more"], age: 5000), "case").FreshLogin);

        // Nor where the caller has as much by another rule, or a denial takes it away.
        var clear = """{ "classes": ["email"], "roles": ["agent"], "form": "clear" }""";
        Assert.Equal(new FormDecision(Form.Clear, null), Decide(Table($"{told}, {clear}", Case), old, "case"));
        Assert.Equal(new FormDecision(Form.Clear, null), Decide(Table($"{clear}, {told}", Case), old, "case"));
        Assert.Equal(default, Decide(Table(told, Case + """, "deny": [ { "classes": ["email"], "roles": ["agent"] } ]"""), old, "case"));

        // Of several, the age that suffices for the most revealing one.
        var mask = told.Replace("900", "2000", StringComparison.Ordinal).Replace("clear", "mask", StringComparison.Ordinal);
        var later = told.Replace("900", "1200", StringComparison.Ordinal);
        Assert.Equal(new FormDecision(Form.Handle, TimeSpan.FromSeconds(1200)), Decide(Table($"{told}, {mask}, {later}", Case), old, "case"));
        Assert.Equal(new FormDecision(Form.Mask, TimeSpan.FromSeconds(900)), Decide(Table($"{mask}, {told}", Case), old with { AuthenticatedAt = Now.AddSeconds(-1500) }, "case"));
    }

    [Fact]
    public void ClassThatNoRuleNames_GrantsNothing()
    {
        var access = Table(Narrow, Case).Of(FieldClass.Parse("health"));
        var caller = At(Person(["agent"], ["read", "more"]));
        Assert.Equal((default, default, default), (access.FormFor(caller), access.MayWrite(caller), access.MaySearch(caller)));
    }

    [Fact]
    public void Judging_AllocatesNothing()
    {
        var table = Table(Narrow, Case + """, "deny": [ { "classes": ["email"], "roles": ["temp"] } ]""");
        var caller = new Caller(Person(["agent"], ["read", "more"]), "case", Now);
        for (var i = 0; i < 1000; i++) table.Of(Email).FormFor(caller);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            table.Of(Email).FormFor(caller);
            table.Of(Email).MayWrite(caller);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Explanation_SaysWhatIsEnforced_AndEveryConditionThatFails()
    {
        var policy = Policy(Narrow, Case + """, "deny": [ { "classes": ["email"], "roles": ["temp"], "rights": ["write", "search"] } ]""");
        var given = Assert.Single(AccessExplainer.Explain(policy, Person(["agent"], ["read", "more"]), "case", Now).Classes);
        Assert.Equal(("email", "clear", false, false), (given.Class, given.Form, given.MayWrite, given.MaySearch));
        Assert.Equal(["access.deny[0] denies write, search False", "access.reveal[0] gives clear True"], given.Rules.Select(rule => $"{rule.Rule} {rule.Effect} {rule.Applies}"));

        var refused = AccessExplainer.Explain(policy, Person(["clerk"], ["read"], age: 5000), "audit", Now);
        Assert.False(refused.Purpose.Accepted);
        Assert.Equal(
            ["The caller is none of: role agent.", "The token lacks one of the scopes read, more.", "The purpose is none of: case.", "The login is 5000 s old, and may be 900 s old at most."],
            refused.Classes[0].Rules[1].Unmet.ToArray());
        Assert.Equal("handle", refused.Classes[0].Form);
    }

    private static FormDecision Decide(AccessTable table, Actor actor, string? purpose) => table.Of(Email).FormFor(new Caller(actor, table.AcceptPurpose(purpose, actor), Now));

    private static Form FormOf(AccessTable table, Actor actor, string? purpose = null) => Decide(table, actor, purpose).Form;

    private static Caller At(Actor actor) => new(actor, null, Now);

    private static AccessTable Table(string reveal, string access = "") => AccessTable.Compile(Policy(reveal, access).Access);

    private static Policy Policy(string reveal, string access)
    {
        var result = PolicyReader.Read("test.json", Bytes(With(reveal: reveal, access: access)));
        Assert.Empty(result.Problems);
        return result.Policy!;
    }

    private static Actor Person(string[] roles, string[] scopes, int? age = 60, string? client = "web") => new()
    {
        Tenant = TenantId.Parse("acme"),
        Id = new ActorId("ac_test"),
        Roles = roles.ToFrozenSet(),
        Scopes = scopes.ToFrozenSet(),
        AuthenticatedAt = age is { } seconds ? Now.AddSeconds(-seconds) : null,
        Evidence = "mfa",
        Client = client,
    };

    private static Actor Service(string name, string[] roles, string[] scopes) =>
        Person(roles, scopes, age: null) with { Kind = ActorKind.Service, Service = name, Evidence = null };
}

using System.Collections.Frozen;
using System.Text;
using CsCheck;
using TenantGateway.Core.Access;
using TenantGateway.Core.Protection.Policies;
using TenantGateway.Core.Protection.Policies.Reading;
using TenantGateway.Core.Tenants;
using static TenantGateway.Core.Tests.Protection.Policies.SamplePolicies;

namespace TenantGateway.Core.Tests.Protection.Policies;

public class PolicyReaderTests
{
    [Fact]
    public void FullPolicy_IsReadAsWritten()
    {
        var result = PolicyReader.Read("contacts.json", Bytes(Full));

        Assert.Empty(result.Problems);
        var policy = Assert.IsType<Policy>(result.Policy);
        Assert.Equal(("contacts", PlanOperation.Protect, PlanOperation.Reveal), (policy.Name, policy.Request, policy.Response));
        Assert.Equal(
            [
                "$['email'] email Deterministic",
                "$['items'][*]['email'] email Deterministic",
                "$['name'] name Deterministic",
                "$['date-of-birth'] date-of-birth Randomised",
                "$['items'][*]['date-of-birth'] date-of-birth Randomised",
                "$['address'] address Randomised",
                "$['address']['country'] region Randomised",
                "$['health'] health Randomised",
                "$['referrer'] email Pseudonym",
                "$['birthplace'] address Removed",
                "$['mobile'] phone Deterministic",
            ],
            policy.Fields.Select(field => $"{field.Selector.Normalized} {field.Class} {field.Mode}"));
        Assert.Equal([new ShapeRule(ValueShape.Phone, UnfitValue.Token)], policy.Fields.Select(field => field.Shape).OfType<ShapeRule>());
        Assert.Equal([new ShapeRule(ValueShape.Phone, UnfitValue.Token)], policy.Form.Select(field => field.Shape).OfType<ShapeRule>());
        Assert.Equal(["email", "mail", "mailbox"], policy.Query.Select(query => query.Parameter));
        Assert.Equal(new QueryRule("email", FieldClass.Parse("email")), policy.Query[0]);
        Assert.Equal(new TwoTokens(TwoTokensWay.List) { Separator = ';' }, policy.Query[1].TwoTokens);
        var fanOut = Assert.IsType<FanOutRule>(policy.Query[2].TwoTokens?.FanOut);
        Assert.Equal(("$.items", "$.id"), (fanOut.Items?.Text, fanOut.Id.Text));
        Assert.Equal(["$.count", "$.meta.total"], fanOut.Counts.Select(count => count.Text));
        Assert.Equal(["stage", "team"], fanOut.Beside.ToArray());
        Assert.Equal(new TwoTokens(TwoTokensWay.Repeat), Assert.Single(PolicyReader.Read("repeated.json", Bytes(Repeated)).Policy!.Query).TwoTokens);
    }

    [Fact]
    public void FullPolicy_GrantsWhatItSays()
    {
        var access = AccessTable.Compile(PolicyReader.Read("contacts.json", Bytes(Full)).Policy!.Access);
        var email = FieldClass.Parse("email");
        var agent = ActorWith(["contacts.agent"], []);
        var analyst = ActorWith(["Contacts Analyst"], ["contacts:search"]);

        Assert.Equal(Form.Clear, FormOf(email, agent));
        Assert.Equal(Form.Mask, FormOf(email, analyst));
        Assert.Equal(Form.Handle, FormOf(FieldClass.Parse("name"), analyst));
        Assert.True(access.Of(email).MayWrite(At(agent)).Granted);
        Assert.False(access.Of(email).MayWrite(At(analyst)).Granted);
        Assert.True(access.Of(email).MaySearch(At(analyst)).Granted);
        Assert.False(access.Of(email).MaySearch(At(agent)).Granted);

        Form FormOf(FieldClass fieldClass, Actor actor) => access.Of(fieldClass).FormFor(At(actor)).Form;

        static Caller At(Actor actor) => new(actor, null, DateTimeOffset.UnixEpoch);
    }

    [Fact]
    public void SmallestPolicy_HasTheDefaults()
    {
        var policy = PolicyReader.Read("notes.json", Bytes(Smallest)).Policy!;

        Assert.Equal((PlanOperation.Protect, PlanOperation.Reveal), (policy.Request, policy.Response));
        Assert.Equal(TokenMode.Randomised, policy.Fields[0].Mode);
        Assert.Empty(policy.Query);
        Assert.Empty(policy.Access.Reveal);
    }

    [Theory]
    [MemberData(nameof(BadPolicies.All), MemberType = typeof(BadPolicies))]
    public void BadPolicy_IsRefusedOnceAtItsPlaceWithARemedy(string situation, string json, string path, string problem)
    {
        var result = PolicyReader.Read("bad.json", Bytes(json));

        Assert.Null(result.Policy);
        var found = Assert.Single(result.Problems);
        Assert.Equal(("bad.json", path), (found.File, found.Path));
        Assert.Contains(problem, $"{found.Problem} {found.Remedy}", StringComparison.Ordinal);
        Assert.False(string.IsNullOrWhiteSpace(found.Remedy), situation);
    }

    [Fact]
    public void ManyMistakes_AreAllToldAtOnce()
    {
        var result = PolicyReader.Read("bad.json", Bytes("""
            {
              "name": "Contacts",
              "colour": "red",
              "fields": [
                { "select": ["$.email", "$[-1]"], "class": "email", "protection": "serchable" },
                { "select": "$.name", "class": 7 },
                { "select": "$.email", "class": "email" },
                null
              ],
              "access": { "reveal": [ { "classes": ["email"], "form": "plain" } ], "write": [ { "classes": [] , "roles": ["a"] } ] }
            }
            """));

        Assert.Null(result.Policy);
        Assert.Equal(
            [
                "$.access.reveal[0]",
                "$.access.reveal[0].form",
                "$.access.write[0].classes",
                "$.colour",
                "$.fields[0].protection",
                "$.fields[0].select[1]",
                "$.fields[1].class",
                "$.fields[2].select",
                "$.fields[3]",
                "$.name",
            ],
            result.Problems.Select(problem => problem.Path).Order(StringComparer.Ordinal));
        Assert.All(result.Problems, problem => Assert.NotEmpty(problem.Remedy));
    }

    [Theory]
    [InlineData("$.a", "$.*")]
    [InlineData("$.a.b", "$.*.b", "$.a.*", "$.*.*")]
    [InlineData("$.a", "$..a")]
    [InlineData("$.a.b", "$..b", "$..a.*")]
    [InlineData("$..a.b", "$..b")]
    [InlineData("$.x..b", "$..b")]
    [InlineData("$..a..b", "$..b")]
    [InlineData("$.a[0]", "$.a[:2]", "$.a[*]", "$.a.*")]
    [InlineData("$.a[::4]", "$.a[::2]")]
    [InlineData("$['a']", "$['a','b']")]
    [InlineData("$..email", "$..*")]
    [InlineData("$..[0]", "$..[0,1]")]
    public void PathThatSelectsLess_Decides(string narrow, params string[] wide)
    {
        // In any order, and each with a class of its own; among the wide ones nothing need decide.
        foreach (var selectors in new[] { (string[])[narrow, wide[0]], [wide[0], narrow] })
        {
            var result = PolicyReader.Read("a.json", Bytes(PolicyOf(selectors)));
            Assert.Empty(result.Problems);
            Assert.Empty(result.Warnings);
        }

        foreach (var other in wide) Assert.Empty(PolicyReader.Read("a.json", Bytes(PolicyOf(narrow, other))).Problems);
    }

    [Theory]
    [InlineData("$.a[2:2]", 0, "selects nothing")]
    [InlineData("$.a[3:1].b", 0, "selects nothing")]
    [InlineData("$.a['b','c'] $.a.b $.a.c", 0, "decided by $.fields[1].select, $.fields[2].select")]
    [InlineData("$.a[0:2] $.a[0] $.a[1]", 0, "never decides")]
    [InlineData("$.a[0] $.a[0,0] $.a[0].b", -1, "same path")]
    public void PathThatNeverDecides_IsWarnedOf(string selectors, int path, string problem)
    {
        var result = PolicyReader.Read("a.json", Bytes(PolicyOf(selectors.Split(' '))));

        if (path < 0)
        {
            Assert.Contains(problem, Assert.Single(result.Problems).Problem, StringComparison.Ordinal);
            Assert.Empty(result.Warnings);
            return;
        }

        Assert.NotNull(result.Policy);
        var warning = Assert.Single(result.Warnings);
        Assert.Equal(("a.json", $"$.fields[{path}].select"), (warning.File, warning.Path));
        Assert.Contains(problem, warning.Problem, StringComparison.Ordinal);
        Assert.NotEmpty(warning.Remedy);
    }

    [Theory]
    [InlineData("$.a $.a.b")]
    [InlineData("$.* $.a")]
    [InlineData("$..a $.a $.b.a")]
    [InlineData("$.a[*] $.a[0] $.a[1:]")]
    public void PathThatDecidesSomewhere_IsNotWarnedOf(string selectors) => Assert.Empty(PolicyReader.Read("a.json", Bytes(PolicyOf(selectors.Split(' ')))).Warnings);

    [Fact]
    public void EmbeddedPathThatSelectsNothing_IsWarnedOf() =>
        Assert.Equal("$.embedded[1]", Assert.Single(PolicyReader.Read("a.json", Bytes(With(more: ", \"embedded\": [\"$..a\", \"$.b[4:2]\"]"))).Warnings).Path);

    [Fact]
    public void AmongPathsTreatedAlike_NothingNeedDecide()
    {
        const string Alike = """{ "name": "a", "fields": [ { "select": ["$.*.work", "$..a.*"], "class": "email" } ] }""";
        Assert.NotNull(PolicyReader.Read("a.json", Bytes(Alike)).Policy);
    }

    [Fact]
    public void ThirdPathThatSelectsLess_DecidesBetweenTwo()
    {
        Assert.Null(PolicyReader.Read("a.json", Bytes(PolicyOf("$.*.work", "$..a.*"))).Policy);
        Assert.NotNull(PolicyReader.Read("a.json", Bytes(PolicyOf("$.*.work", "$..a.*", "$.a.work"))).Policy);
    }

    private static string PolicyOf(params string[] selectors) =>
        $$"""{ "name": "a", "fields": [ {{string.Join(", ", selectors.Select((selector, i) => $$"""{ "select": "{{selector}}", "class": "class-{{i}}" }"""))}} ] }""";

    [Theory]
    [MemberData(nameof(Unreadable))]
    public void UnreadableFile_IsRefusedAsAWhole(string situation, byte[] json, string problem)
    {
        var result = PolicyReader.Read("bad.json", json);

        Assert.True(result.Policy is null, situation);
        var found = Assert.Single(result.Problems);
        Assert.Equal("$", found.Path);
        Assert.Contains(problem, found.Problem, StringComparison.Ordinal);
        Assert.NotEmpty(found.Remedy);
    }

    public static readonly TheoryData<string, byte[], string> Unreadable = new()
    {
        { "empty", [], "line 1, at byte 1" },
        { "cut off", "{ \"name\": \"a\","u8.ToArray(), "well-formed" },
        { "comment", "{\n // no\n}"u8.ToArray(), "line 2, at byte 2" },
        { "trailing comma", "{\n\n \"name\": \"a\", }"u8.ToArray(), "line 3" },
        { "two values", "{} {}"u8.ToArray(), "well-formed" },
        { "too deep", Encoding.UTF8.GetBytes(new string('[', 70) + new string(']', 70)), "well-formed" },
        { "byte order mark", [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(Smallest)], "byte order mark" },
        { "Latin-1", Encoding.Latin1.GetBytes("{ \"name\": \"é\" }"), "UTF-8" },
        { "UTF-16", Encoding.Unicode.GetBytes(Smallest), "well-formed" },
        { "half a surrogate pair", Encoding.UTF8.GetBytes("{\n \"\\ud83d\": 1 }"), "line 2 holds half" },
        { "too large", Encoding.UTF8.GetBytes(Smallest + new string(' ', PolicyFile.MaxBytes)), "larger than 1 MB" },
    };

    [Fact]
    public void AlteredFile_IsReadOrRefused_NeverFails()
    {
        var whole = Encoding.UTF8.GetBytes(Full);
        string[] pieces = ["", "{", "}", "[", "]", "\"", "null", ",", ":", "7", "\\ud800", "\u00e9", "$", "'"];
        Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Int[0, 40], Gen.Int[0, pieces.Length - 1].Select(i => pieces[i])).Sample(
            (start, length, text) =>
            {
                byte[] altered = [.. whole.AsSpan(0, start), .. Encoding.UTF8.GetBytes(text), .. whole.AsSpan(Math.Min(start + length, whole.Length))];
                var result = PolicyReader.Read("fuzz.json", altered);
                return (result.Policy is null) == (result.Problems.Length > 0);
            },
            iter: 20_000);
    }

    private static Actor ActorWith(string[] roles, string[] scopes) => new()
    {
        Tenant = TenantId.Parse("acme"),
        Id = new ActorId("ac_test"),
        Roles = roles.ToFrozenSet(),
        Scopes = scopes.ToFrozenSet(),
        AuthenticatedAt = null,
        Evidence = "mfa",
    };
}

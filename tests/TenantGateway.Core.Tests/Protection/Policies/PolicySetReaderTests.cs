using TenantGateway.Core.Protection.Policies;
using TenantGateway.Core.Protection.Policies.Reading;
using static TenantGateway.Core.Tests.Protection.Policies.SamplePolicies;

namespace TenantGateway.Core.Tests.Protection.Policies;

public class PolicySetReaderTests
{
    private const string Alike = """
        {"callers":"both","access":{"limits":[{"perSeconds":1800,"distinctWrites":5000,"distinctSearches":200,"classes":["email"]}],"deny":[{"rights":["write"],"roles":["contractor"],"classes":["region"]},{"rights":["reveal"],"roles":["contractor"],"classes":["region"]}],
         "purposes":[{"services":["invoices"],"name":"billing"},{"clients":["crm-web"],"roles":["contacts.agent"],"name":"support-case"}],"search":[{"stepUp":true,"maxLoginAgeSeconds":300,"purposes":["support-case"],"alsoScopes":["contacts:search"],"roles":["contacts.agent"],"classes":["name"]},{"scopes":["contacts:search"],"classes":["email"]}],
         "write":[{"maxLoginAgeSeconds":600,"roles":["contacts.agent"],"classes":["region"]},{"alsoScopes":["contacts:write"],"purposes":["billing"],"services":["invoices"],"classes":["name"]},{"roles":["contacts.agent"],"classes":["email"]}],
         "reveal":[{"form":"handle","scopes":["contacts:read"],"classes":["region"]},{"form":"mask","classes":["email"],"roles":["Contacts Analyst"]},
          {"form":"clear","classes":["name"],"roles":["contacts.agent"]},{"form":"clear","classes":["email","email"],"roles":["contacts.agent"]},
          {"form":"clear","stepUp":true,"maxLoginAgeSeconds":900,"purposes":["support-case","support-case"],"alsoScopes":["contacts:read"],"roles":["contacts.agent"],"classes":["date-of-birth"]},
          {"form":"clear","purposes":["billing"],"services":["invoices"],"classes":["name"]}]},
         "query":[{"beside":["team","stage","team"],"counts":["$['meta'].total","$.count"],"id":"$['id']","items":"$['items']","twoTokens":"fan-out","class":"email","parameter":"mailbox"},
          {"class":"email","parameter":"mail","separator":";","twoTokens":"list"},{"class":"email","parameter":"\u0065mail"}],
         "caching":"opaque","texts":["$.messages.*.content","$['note']"],"recognition":{"found":"refuse","kinds":["national-id","email"],"recognizer":{"minScore":60,"language":"de","name":"names","entities":[{"entity":"LOCATION","class":"address"},{"class":"name","entity":"PERSON"}]}},"mode":"enforce",
         "plain":{"form":["stage"],"query":["page"],"select":["$.items.*['id']","$['id']"]},
         "classes":[{"forbidden":true,"class":"health"},{"type":"date","forbidden":false,"class":"date-of-birth"},{"canonical":["trim","lower"],"class":"email"}],
         "fields":[{"allowUnauthenticated":"v","unfit":"token","shape":"phone","protection":"searchable","class":"phone","select":"$['mobile']"},{"protection":"removed","class":"address","select":"$.birthplace"},{"protection":"pseudonym","class":"email","select":"$.referrer"},{"class":"health","select":"$.health"},{"class":"region","select":"$['address']['country']"},{"class":"address","select":["$.address"]},
          {"select":["$.items[*]['date-of-birth']","$['date-of-birth']"],"class":"date-of-birth"},
          {"select":"$['name']","class":"name","protection":"searchable","acceptGuessable":"Another wording."},
          {"select":"$.items.*.email","class":"email","protection":"searchable"},{"select":"$.email","class":"email","protection":"searchable"}],
         "cookies":[{"acceptGuessable":"z","protection":"searchable","class":"name","cookie":"last"}],
         "headers":[{"twoTokens":"list","use":"search","class":"email","header":"x-find"},{"encoding":"percent","protection":"searchable","acceptGuessable":"w","class":"name","header":"x-contact-name"}],
         "path":[{"separator":":","twoTokens":"list","class":"email","template":"/Contacts/{mail}"}],
         "streams":["events","lines"],"files":["text/*","image/png"],"embedded":["$['payload']","$.calls.*.arguments"],
         "form":[{"allowUnauthenticated":"u","unfit":"token","shape":"phone","protection":"searchable","class":"phone","field":["mobile"]},{"class":"name","field":["user[name]"],"protection":"searchable","acceptGuessable":"x"},{"class":"name","field":"name","protection":"searchable","acceptGuessable":"y"},{"class":"email","field":"email","protection":"searchable"}],
         "identifying":["email","email"],"opaque":[{"direction":"response","type":"application/pdf"},{"type":"image/*","direction":"response"},{"type":"application/pdf","direction":"request"},{"type":"websocket"}],
         "description":"Other words","name":"contacts"}
        """;

    [Fact]
    public void ValidFiles_AreOneSnapshot()
    {
        var result = Read(("a.json", Full), ("b.json", Smallest));

        Assert.Empty(result.Problems);
        Assert.Equal(["contacts", "notes"], result.Snapshot!.Policies.Keys.Order(StringComparer.Ordinal));
        Assert.Matches("^[0-9a-f]{32}$", result.Snapshot.Version);
    }

    [Fact]
    public void NoFiles_AreAnEmptySnapshot() => Assert.Empty(Read().Snapshot!.Policies);

    [Fact]
    public void OneBadFile_RefusesAll_AndEveryFileIsLookedAt()
    {
        var result = Read(("a.json", "{"), ("b.json", Smallest), ("c.json", With(more: ", \"x\": 1")));

        Assert.Null(result.Snapshot);
        Assert.Equal(["a.json $", "c.json $.x"], result.Problems.Select(problem => $"{problem.File} {problem.Path}"));
    }

    [Fact]
    public void OneNameInTwoFiles_IsRefused_AlsoWhereAFileHasOtherProblems()
    {
        var result = Read(("a.json", Full), ("b.json", With(more: ", \"x\": 1")));

        Assert.Null(result.Snapshot);
        var duplicate = Assert.Single(result.Problems, problem => problem.Path == "$.name");
        Assert.Equal("b.json", duplicate.File);
        Assert.Contains("a.json", duplicate.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void SameEffects_HaveTheSameVersion_HoweverWritten() =>
        Assert.Equal(Version(("a.json", Full), ("b.json", Smallest)), Version(("x.json", Smallest), ("y.json", Alike)));

    [Theory]
    [InlineData("\"name\": \"contacts\"", "\"name\": \"people\"")]
    [InlineData("\"response\": \"reveal\"", "\"response\": \"protect\"")]
    [InlineData("$.address.country", "$.address.city")]
    [InlineData("\"class\": \"address\"", "\"class\": \"employment\"")]
    [InlineData("\"randomised\"", "\"searchable\"")]
    [InlineData("\"parameter\": \"email\"", "\"parameter\": \"e-mail\"")]
    [InlineData("\"form\": \"clear\"", "\"form\": \"mask\"")]
    [InlineData("\"scopes\": [\"contacts:read\"]", "\"roles\": [\"contacts:read\"]")]
    [InlineData("contacts:search", "contacts:find")]
    [InlineData("Contacts Analyst", "Contacts Auditor")]
    [InlineData("image/*", "image/png")]
    [InlineData("\"direction\": \"response\"", "\"direction\": \"request\"")]
    [InlineData("\"websocket\", ", "")]
    [InlineData("\"embedded\": [ \"$.calls[*].arguments\", ", "\"embedded\": [ ")]
    [InlineData("{ \"field\": \"email\"", "{ \"field\": \"mail\"")]
    [InlineData("\"image/png\", \"text/*\"", "\"text/*\"")]
    [InlineData("\"streams\": [ \"lines\", ", "\"streams\": [ ")]
    [InlineData("/contacts/", "/people/")]
    [InlineData("\"separator\": \":\"", "\"separator\": \",\"")]
    [InlineData(", \"twoTokens\": \"list\", \"separator\": \":\"", "")]
    [InlineData("\"header\": \"X-Find\"", "\"header\": \"X-Mail\"")]
    [InlineData("\"use\": \"search\", \"twoTokens\": \"list\", \"separator\": \",\"", "\"use\": \"write\"")]
    [InlineData("\"encoding\": \"percent\"", "\"encoding\": \"plain\"")]
    [InlineData("\"cookie\": \"last\"", "\"cookie\": \"first\"")]
    [InlineData("\"encoding\": \"plain\"", "\"encoding\": \"percent\"")]
    [InlineData("\"caching\": \"opaque\"", "\"caching\": \"none\"")]
    [InlineData("\"trim\", \"lower\"", "\"lower\", \"trim\"")]
    [InlineData("\"type\": \"date\"", "\"type\": \"text\"")]
    [InlineData(", \"forbidden\": true", "")]
    [InlineData("\"unlisted\": \"scan\"", "\"unlisted\": \"refuse\"")]
    [InlineData("\"found\": \"refuse\"", "\"found\": \"protect\"")]
    [InlineData("\"minScore\": 60", "\"minScore\": 61")]
    [InlineData("\"language\": \"de\"", "\"language\": \"en\"")]
    [InlineData("\"entity\": \"PERSON\"", "\"entity\": \"NRP\"")]
    [InlineData("\"name\": \"names\"", "\"name\": \"people\"")]
    [InlineData("\"kinds\": [ \"email\", ", "\"kinds\": [ ")]
    [InlineData("\"$.id\", \"$.items[*].id\"", "\"$.id\"")]
    [InlineData("\"query\": \"page\"", "\"query\": \"size\"")]
    [InlineData("\"form\": \"stage\"", "\"form\": \"state\"")]
    [InlineData("\"texts\": [ \"$.note\", ", "\"texts\": [ ")]
    [InlineData("\"protection\": \"pseudonym\"", "\"protection\": \"removed\"")]
    [InlineData("\"searchable\", \"shape\": \"phone\", \"unfit\": \"token\", \"allow", "\"searchable\", \"shape\": \"phone\", \"unfit\": \"refuse\", \"allow")]
    [InlineData("{ \"field\": \"mobile\"", "{ \"field\": \"cell\"")]
    [InlineData("\"identifying\": [ \"email\" ]", "\"identifying\": [ \"name\" ]")]
    [InlineData("\"parameter\": \"email\", \"class\": \"email\"", "\"parameter\": \"email\", \"class\": \"email\", \"twoTokens\": \"repeat\"")]
    [InlineData("\"separator\": \";\"", "\"separator\": \"|\"")]
    [InlineData("\"items\": \"$.items\"", "\"items\": \"$.rows\"")]
    [InlineData("\"id\": \"$.id\"", "\"id\": \"$.key\"")]
    [InlineData("\"$.count\", ", "")]
    [InlineData("\"stage\", \"team\"", "\"stage\"")]
    [InlineData("\"callers\": \"both\"", "\"callers\": \"people\"")]
    [InlineData("\"callers\": \"both\"", "\"callers\": \"services\"")]
    [InlineData("\"distinctSearches\": 200", "\"distinctSearches\": 201")]
    [InlineData("\"distinctWrites\": 5000, ", "")]
    [InlineData("\"perSeconds\": 1800", "\"perSeconds\": 3600")]
    [InlineData("\"maxLoginAgeSeconds\": 900", "\"maxLoginAgeSeconds\": 901")]
    [InlineData("\"stepUp\": true", "\"stepUp\": false")]
    [InlineData("\"alsoScopes\": [\"contacts:read\"], ", "")]
    [InlineData("\"purposes\": [\"support-case\"], ", "")]
    [InlineData("\"services\": [\"invoices\"], \"purposes\"", "\"services\": [\"letters\"], \"purposes\"")]
    [InlineData("\"clients\": [\"crm-web\"]", "\"clients\": [\"crm-app\"]")]
    [InlineData("\"rights\": [\"reveal\", \"write\"]", "\"rights\": [\"reveal\"]")]
    [InlineData("[\"contractor\"]", "[\"temp\"]")]
    public void AnotherEffect_HasAnotherVersion(string written, string instead)
    {
        Assert.Contains(written, Full, StringComparison.Ordinal);
        Assert.NotEqual(Version(("a.json", Full)), Version(("a.json", Full.Replace(written, instead, StringComparison.Ordinal))));
    }

    [Theory]
    [InlineData("65536", "65537")]
    [InlineData("\"webhook\": \"payments\"", "\"webhook\": \"refunds\"")]
    [InlineData("Stripe-Signature", "X-Signature")]
    [InlineData("\"toleranceSeconds\": 120", "\"toleranceSeconds\": 121")]
    [InlineData("\"rememberDays\": 7", "\"rememberDays\": 8")]
    [InlineData("\"write\": [ { \"classes\": [\"email\"] } ]", "\"write\": []")]
    public void AnotherEffectOfAPolicyWithoutTokens_HasAnotherVersion(string written, string instead)
    {
        Assert.Contains(written, Signed, StringComparison.Ordinal);
        Assert.NotEqual(Version(("a.json", Signed)), Version(("a.json", Signed.Replace(written, instead, StringComparison.Ordinal))));
    }

    [Fact]
    public void AnotherOperationOnRequests_HasAnotherVersion() =>
        Assert.NotEqual(Version(("a.json", Smallest)), Version(("a.json", Smallest.Replace("{ \"name\"", "{ \"request\": \"reveal\", \"name\"", StringComparison.Ordinal))));

    /// <summary>The version is written into audit records: it must not change with the program.</summary>
    [Fact]
    public void Version_IsTheSameForEver() => Assert.Equal("d6e765b04f7e488c9c8a040c42bc9583", Version(("a.json", Smallest)));

    private static string Version(params (string Name, string Json)[] files) => Read(files).Snapshot!.Version;

    private static PolicySetResult Read(params (string Name, string Json)[] files) =>
        PolicySetReader.Read(files.Select(file => new PolicyFile(file.Name, Bytes(file.Json))));
}

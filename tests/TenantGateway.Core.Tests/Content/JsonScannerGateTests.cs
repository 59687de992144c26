using System.Text;
using TenantGateway.Core.Access;
using TenantGateway.Core.Content;
using TenantGateway.Core.Protection;
using TenantGateway.Core.Tests.Protection;

namespace TenantGateway.Core.Tests.Content;

/// <summary>What is refused before any key is used, in both operations and both directions.</summary>
public class JsonScannerGateTests
{
    private static readonly RoutePlan Ingress = TestPolicy.Contacts().Ingress();
    private static readonly RoutePlan Egress = TestPolicy.Contacts().Egress();

    private static IEnumerable<UnitPlan> Plans => [Ingress.Request, Ingress.Response, Egress.Request, Egress.Response];

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("{")]
    [InlineData("}")]
    [InlineData("{\"a\"}")]
    [InlineData("{\"a\":1,}")]
    [InlineData("[1,]")]
    [InlineData("{a:1}")]
    [InlineData("{'a':1}")]
    [InlineData("{} {}")]
    [InlineData("{}x")]
    [InlineData("1 2")]
    [InlineData("\"a\" \"b\"")]
    [InlineData("null,")]
    [InlineData("// c\n{}")]
    [InlineData("{/**/}")]
    [InlineData("01")]
    [InlineData("+1")]
    [InlineData(".5")]
    [InlineData("5.")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("0x10")]
    [InlineData("tru")]
    [InlineData("nullx")]
    [InlineData("\"\t\"")]
    [InlineData("\"a\nb\"")]
    [InlineData("\"\\x41\"")]
    [InlineData("\"\\u12\"")]
    [InlineData("\"\\u12g4\"")]
    [InlineData("\"\\u+123\"")]
    [InlineData("\"open")]
    [InlineData("\"\\")]
    [InlineData("{\"email\":\"x}")]
    [InlineData("[\"email\":1]")]
    [InlineData("{}\0")]
    public void Malformed_IsRefused(string document) => AssertRefused(Reasons.MalformedJson, document);

    [Theory]
    [InlineData("EFBBBF7B7D")]
    [InlineData("7B2261223A22FF227D")]
    [InlineData("7B2261223A22C0AF227D")]
    [InlineData("7B2261223A22EDA080227D")]
    [InlineData("7B2261223A22F4908080227D")]
    [InlineData("7B2261223A22E282227D")]
    [InlineData("7B22C3223A317D")]
    [InlineData("FFFE7B007D00")]
    public void InvalidUtf8OrByteOrderMark_IsRefused(string hex)
    {
        foreach (var plan in Plans) Assert.Equal(Reasons.InvalidUtf8, Scan(plan, Convert.FromHexString(hex)).Refused);
    }

    [Fact]
    public void Utf16WithoutMark_IsRefused()
    {
        foreach (var plan in Plans) Assert.Equal(Reasons.MalformedJson, Scan(plan, Encoding.Unicode.GetBytes("{}")).Refused);
    }

    [Theory]
    [InlineData("{\"x\":\"\\ud800\"}")]
    [InlineData("{\"email\":\"\\udc00\"}")]
    [InlineData("{\"x\":[\"\\ud83d\\u0041\"]}")]
    [InlineData("{\"\\udfff\":1}")]
    [InlineData("{\"a\\ud800b\":1}")]
    [InlineData("\"\\ude00\\ud83d\"")]
    public void LoneSurrogate_IsRefused(string document) => AssertRefused(Reasons.LoneSurrogate, document);

    [Theory]
    [InlineData("{\"email\":1,\"email\":2}")]
    [InlineData("{\"email\":\"a\",\"x\":1,\"\\u0065mail\":\"b\"}")]
    [InlineData("{\"\\u0065mail\":1,\"em\\u0061il\":2}")]
    [InlineData("{\"jobs\":[],\"jobs\":[]}")]
    [InlineData("{\"jobs\":[{\"employer\":1,\"employer\":1}]}")]
    [InlineData("{\"phones\":null,\"phones\":[]}")]
    public void DuplicateName_IsRefused(string document) => AssertRefused(Reasons.DuplicateName, document);

    [Theory]
    [InlineData("{\"Email\":1}")]
    [InlineData("{\"EMAIL\":1}")]
    [InlineData("{\"addre\u017F\u017F\":1}")]
    [InlineData("{\"phone\\u017f\":1}")]
    [InlineData("{\"\\u0045mail\":1}")]
    [InlineData("{\"Jobs\":[]}")]
    [InlineData("{\"jobs\":[{\"EmployeR\":1}]}")]
    [InlineData("{\"email\":1,\"eMail\":2}")]
    [InlineData("{\"a\\u0000\":1}")]
    [InlineData("{\"email\\u0000\":1}")]
    [InlineData("{\"x\":{\"\\u0000\":1}}")]
    public void NameThatAnotherParserMightTakeForACoveredOne_IsRefused(string document) => AssertRefused(Reasons.AmbiguousName, document);

    [Fact]
    public void KelvinSign_IsRefusedForItsLetter()
    {
        var route = new TestPolicy().Field("link", "name").Ingress();
        Assert.Equal(Reasons.AmbiguousName, Engine.Protect(route, "{\"lin\u212A\":1}", TestTenant.Acme).Reason);
    }

    [Theory]
    [InlineData("{\"x\":1,\"x\":2}")]
    [InlineData("{\"x\":{\"email\":1,\"email\":2}}")]
    [InlineData("{\"Other\":1,\"other\":2}")]
    [InlineData("{\"emails\":1,\"mail\":2}")]
    [InlineData("[{\"email\":1},{\"email\":2}]")]
    [InlineData("{\"x\":{\"Email\":1}}")]
    public void NamesThatNoRuleSpells_Pass(string document)
    {
        foreach (var plan in Plans) Assert.Null(Scan(plan, Encoding.UTF8.GetBytes(document)).Refused);
    }

    [Fact]
    public void DepthOf64_PassesAnd65IsRefused()
    {
        foreach (var (open, inner, close) in new[] { ("[", "1", "]"), ("{\"a\":", "1", "}"), ("[{\"a\":", "1", "}]"), ("[", "", "]"), ("{\"email\":", "1", "}") })
        {
            var levels = open.StartsWith("[{", StringComparison.Ordinal) ? 2 : 1;
            string At(int depth) => string.Concat(Enumerable.Repeat(open, depth / levels)) + inner + string.Concat(Enumerable.Repeat(close, depth / levels));
            AssertPasses(At(64));
            AssertRefused(Reasons.JsonTooDeep, levels == 1 ? At(65) : $"[{At(64)}]");
        }

        AssertRefused(Reasons.JsonTooDeep, new string('[', 100_000));
        AssertRefused(Reasons.MalformedJson, new string('[', 64));
    }

    [Theory]
    [InlineData("1")]
    [InlineData("\"email\"")]
    [InlineData("null")]
    [InlineData("true")]
    [InlineData("[]")]
    [InlineData("  {}\r\n\t ")]
    [InlineData("1e400")]
    [InlineData("-0")]
    [InlineData("123456789012345678901234567890.5")]
    [InlineData("\"\\ud83d\\ude00 \u20ac \u007f\"")]
    public void AnyWellFormedValue_Passes(string document) => AssertPasses(document);

    [Fact]
    public void MoreFieldsThanAllowed_AreRefused()
    {
        string Phones(int count) => "{\"phones\":[" + string.Join(',', Enumerable.Repeat("1", count)) + "]}";
        AssertPasses(Phones(20_000));
        AssertRefused(Reasons.TooManyFields, Phones(20_001));
    }

    [Fact]
    public void Refusal_NamesTheRule()
    {
        var outcome = Engine.Protect(Ingress, "{\"jobs\":[{\"employer\":\"a\",\"employer\":\"b\"}]}", TestTenant.Acme);
        Assert.Equal(Reasons.DuplicateName, outcome.Reason);
        Assert.Equal("$.jobs.*.employer", outcome.Location);
    }

    [Fact]
    public void Scan_IsReusable()
    {
        var scan = new UnitScan();
        Ingress.Request.Carrier.Scan("{\"email\":1,\"email\":2}"u8, scan);
        Assert.NotNull(scan.Refused);
        Ingress.Request.Carrier.Scan("{\"email\":1}"u8, scan);
        Assert.Null(scan.Refused);
        Assert.Equal(FieldTrie.NoRule, scan.RefusedAt);
        Assert.Equal(1, scan.Spans.Length);
    }

    [Fact]
    public void ThousandsOfInventedKeyIds_AreEachMetOnce()
    {
        var tokens = Enumerable.Range(0, 20_000).Select(i => $"\"pn1.{Core.Keys.KeyId.FromBits((uint)i)}.r000\"");
        var scan = new UnitScan();
        Ingress.Response.Carrier.Scan(Encoding.UTF8.GetBytes($"[{string.Join(',', tokens)}]"), scan);
        Assert.Null(scan.Refused);
        Assert.Equal(20_000, scan.KeyIds.Length);
    }

    private static void AssertRefused(Reason reason, string document)
    {
        foreach (var plan in Plans) Assert.Equal(reason, Scan(plan, Encoding.UTF8.GetBytes(document)).Refused);
    }

    private static void AssertPasses(string document)
    {
        foreach (var plan in Plans) Assert.Null(Scan(plan, Encoding.UTF8.GetBytes(document)).Refused);
    }

    private static UnitScan Scan(UnitPlan plan, byte[] document)
    {
        var scan = new UnitScan();
        plan.Carrier.Scan(document, scan);
        return scan;
    }
}

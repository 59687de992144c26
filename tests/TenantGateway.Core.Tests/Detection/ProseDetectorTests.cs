using System.Text;
using TenantGateway.Core.Detection;

namespace TenantGateway.Core.Tests.Detection;

public class ProseDetectorTests
{
    [Fact]
    public void Findings_AreByPlaceInBytesOfUtf8()
    {
        var text = Encoding.UTF8.GetBytes("Jürgen → müller@example.de, 2001:db8::1 und +49 30 23125 123 🙂");
        var findings = new Findings();
        Assert.True(ProseDetector.TryScan(text, null, new WorkBudget(100), findings));
        Assert.Equal([PersonalDataKind.Email, PersonalDataKind.IpAddress, PersonalDataKind.Phone], findings.Span.ToArray().Select(finding => finding.Kind));
        Assert.Equal("müller@example.de", Encoding.UTF8.GetString(text, findings.Span[0].Start, findings.Span[0].Length));
        Assert.Equal(12, findings.Span[0].Start);
        Assert.All(findings.Span.ToArray(), finding => Assert.Equal(-1, finding.Known));
    }

    [Fact]
    public void FindingsKept_AreClearedByTheNextText()
    {
        var findings = new Findings();
        Assert.True(ProseDetector.TryScan("grace@example.com"u8, null, new WorkBudget(100), findings));
        Assert.True(ProseDetector.TryScan("nothing"u8, null, new WorkBudget(100), findings));
        Assert.Equal(0, findings.Span.Length);
    }

    [Theory]
    [InlineData("4155550110@example.com", "Email:4155550110@example.com")]
    [InlineData("4111111111111111@example.com", "Email:4111111111111111@example.com")]
    [InlineData("GB29NWBK60161331926819", "Iban:GB29NWBK60161331926819")]
    [InlineData("call 4012 8888 8888 1881", "PaymentCard:4012 8888 8888 1881")]
    [InlineData("phone 203.0.113.77", "IpAddress:203.0.113.77")]
    [InlineData("call 2345 6789 0124", "Aadhaar:2345 6789 0124")]
    [InlineData("call 234567890124", "Phone:234567890124")]
    public void OverlappingKinds_AreResolvedByPrecedence(string text, string expected) => Assert.Equal([expected], Prose.Scan(text));

    [Fact]
    public void ValueInsideALongerFinding_GivesWay() =>
        Assert.Equal(["Email:grace.hopper@example.com", "KnownValue:Grace"], Prose.Scan("grace.hopper@example.com is Grace", "Grace"));

    [Fact]
    public void ValueThatIsAFinding_IsTheKnownOne() =>
        Assert.Equal(["KnownValue:+1 202 555 0143"], Prose.Scan("call +1 202 555 0143!", "+1 202 555 0143"));

    [Theory]
    [InlineData("pn1.2mhpcz.r004NBIpIcC8gAnbv-4111111111111111-_5zZfdnOHoWDC4q2AwAhhbqU2tMLDfM8J_VWnCBUgYaA_vrxq4niBOBzxBv5JcAadSVAJd9Q")]
    [InlineData("hn1.2mhpcz.h004NBIpIcC8gAnbv-4111111111111111-_5zZfdnOHoWDC4q2AwAhhbqU2tMLDfM8J_VWnCBUgYaA_vrxq4niBOBzxBv5JcAadSVAJd9Q")]
    [InlineData("pn1-aaaa7ikj7esxrj6c23apynjjaqf3k6tl2vszs@x2345.pn.invalid")]
    public void Tokens_ArePassedOver(string token) => Assert.Empty(Prose.Scan($"see {token} there"));

    [Fact]
    public void TextBehindAToken_IsScanned() => Assert.Equal(
        ["Email:grace@example.com"],
        Prose.Scan($"pn1.2mhpcz.r001{new string('A', 22)} grace@example.com"));

    [Theory]
    [InlineData("", 0)]
    [InlineData("no digits and no sign at all", 0)]
    [InlineData("1 2 3", 3)]
    [InlineData("@@@", 3)]
    [InlineData("11111111111111111111111111111111111111111111111111111", 1)]
    public void Budget_PaysForEveryPlaceThatIsTried(string text, int places)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var budget = new WorkBudget(places);
        Assert.True(ProseDetector.TryScan(bytes, null, budget, new Findings()));
        Assert.Equal(0, budget.Left);
        if (places > 0) Assert.False(ProseDetector.TryScan(bytes, null, new WorkBudget(places - 1), new Findings()));
    }

    [Fact]
    public void Budget_IsSharedByTheTextsOfABody()
    {
        var (budget, findings) = (new WorkBudget(5), new Findings());
        Assert.True(ProseDetector.TryScan("1 2 3"u8, null, budget, findings));
        Assert.False(ProseDetector.TryScan("4 5 6"u8, null, budget, findings));
        Assert.False(ProseDetector.TryScan("7"u8, null, budget, findings));
    }

    [Fact]
    public void Scan_AllocatesNothing()
    {
        var text = Encoding.UTF8.GetBytes(string.Join('\n', LabelledProse.Read(LabelledProse.Own, (_, _, _) => null).Select(prose => prose.Text)));
        var (findings, budget, known) = (new Findings(), new WorkBudget(int.MaxValue), Prose.Known("Anita", "Grace Hopper"));
        long before = 0;
        for (var i = 0; i < 20; i++)
        {
            if (i == 10) before = GC.GetAllocatedBytesForCurrentThread();
            Assert.True(ProseDetector.TryScan(text, known, budget, findings));
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(findings.Span.Length > 150);
    }
}

using System.Diagnostics;
using System.Text;
using CsCheck;
using TenantGateway.Core.Detection;

namespace TenantGateway.Core.Tests.Detection;

public class DetectionFuzzTests
{
    private const string Alphabet = "0123456789 -.,:/()+@#xXeEaAnN1pn\n_é王\u00a0";

    [Fact]
    public void ArbitraryBytes_GiveOrderedFindingsWithinTheText() => Gen.Byte.Array[0, 400].Sample(AssertSound);

    [Fact]
    public void ArbitraryNumbersAndSigns_GiveOrderedFindingsWithinTheText() =>
        Gen.Char[Alphabet].Array[0, 300].Sample(characters => AssertSound(Encoding.UTF8.GetBytes(characters)), iter: 20_000);

    [Fact]
    public void LabelledTextsCutAnywhere_GiveOrderedFindingsWithinTheText()
    {
        foreach (var prose in LabelledProse.Read(LabelledProse.Own, (_, _, _) => null))
        {
            var text = Encoding.UTF8.GetBytes(prose.Text);
            for (var cut = 0; cut < text.Length; cut++)
            {
                AssertSound(text[..cut]);
                AssertSound(text[cut..]);
            }
        }
    }

    // What is hardest for a matcher that goes back: long rows in which every place starts something that does not end.
    [Theory]
    [InlineData("a@")]
    [InlineData("a@a.")]
    [InlineData("1 ")]
    [InlineData("1.")]
    [InlineData("1:")]
    [InlineData("(1)")]
    [InlineData("4111 ")]
    [InlineData("DE89 ")]
    [InlineData("ab1 ")]
    [InlineData("12/12/")]
    [InlineData("pn1.")]
    [InlineData("born 1 May ")]
    [InlineData("call 123-")]
    public void RepeatedStarts_TakeLinearTimeOrAreRefused(string start)
    {
        var text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(start, 8_000_000 / start.Length)));
        var findings = new Findings();
        var watch = Stopwatch.StartNew();
        Assert.False(ProseDetector.TryScan(text, null, new WorkBudget(WorkBudget.StepsOfABody), findings));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), $"{watch.Elapsed}");
    }

    [Theory]
    [InlineData("1")]
    [InlineData("a")]
    [InlineData("é")]
    public void OneLongWord_IsOnePlaceOrNone(string letter)
    {
        var text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(letter, 4_000_000)));
        Assert.True(ProseDetector.TryScan(text, Prose.Known("aaab", "111112"), new WorkBudget(WorkBudget.StepsOfABody), new Findings()));
        Assert.True(ProseDetector.TryScan(text, null, new WorkBudget(1), new Findings()));
    }

    private static void AssertSound(byte[] text)
    {
        var findings = new Findings();
        Assert.True(ProseDetector.TryScan(text, Prose.Known("Ann", "x12", "王王", "1 2"), new WorkBudget(WorkBudget.StepsOfABody), findings));
        var end = 0;
        foreach (var finding in findings.Span)
        {
            Assert.True(finding.Length > 0 && finding.Start >= end && finding.End <= text.Length, Convert.ToHexString(text));
            // Never between the bytes of one character, where the text was UTF-8 there.
            Assert.False(finding.End < text.Length && (text[finding.End] & 0xC0) == 0x80 && Encoding.UTF8.GetString(text).IndexOf('\uFFFD', StringComparison.Ordinal) < 0);
            end = finding.End;
        }
    }
}

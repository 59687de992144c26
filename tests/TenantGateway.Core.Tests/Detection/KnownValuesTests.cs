using System.Text;
using CsCheck;
using TenantGateway.Core.Detection;

namespace TenantGateway.Core.Tests.Detection;

public class KnownValuesTests
{
    [Theory]
    [InlineData("Ann called.", "Ann", true)]
    [InlineData("It was ANN", "Ann", true)]
    [InlineData("\"ann\"", "Ann", true)]
    [InlineData("**Ann**, (Ann)", "Ann", true)]
    [InlineData("Anniversary", "Ann", false)]
    [InlineData("Joann", "Ann", false)]
    [InlineData("Ann_Lee", "Ann", false)]
    [InlineData("Annä", "Ann", false)]
    [InlineData("äAnn", "Ann", false)]
    [InlineData("Ann2", "Ann", false)]
    [InlineData("José called", "José", true)]
    [InlineData("JOSé called", "José", true)]
    [InlineData("JOSÉ called", "José", false)]
    [InlineData("Zoë's car", "Zoë", true)]
    [InlineData("Lindenallee 48b, Berlin", "Lindenallee 48b", true)]
    [InlineData("Lindenallee 48bis", "Lindenallee 48b", false)]
    [InlineData("tel:+1 (202) 555", "+1 (202)", true)]
    [InlineData("x+1 (202)5", "+1 (202)", true)]
    [InlineData("王小明来了", "王小明", false)]
    [InlineData("（王小明）", "王小明", true)]
    public void Value_IsFoundAsAWholeWord(string text, string value, bool isFound) =>
        Assert.Equal(isFound, Prose.Scan(text, value).Any(found => found.StartsWith("KnownValue", StringComparison.Ordinal)));

    [Fact]
    public void Finding_TellsWhichValueItIs()
    {
        var (text, findings) = ("Grace Hopper met Ada, Grace and Bob."u8.ToArray(), new Findings());
        Assert.True(ProseDetector.TryScan(text, Prose.Known("Ada", "Grace", "Grace Hopper"), new WorkBudget(100), findings));
        Assert.Equal([(2, "Grace Hopper"), (0, "Ada"), (1, "Grace")], findings.Span.ToArray().Select(f => (f.Known, Encoding.UTF8.GetString(text, f.Start, f.Length))));
    }

    [Fact]
    public void ValueAddedAgain_IsTheOneThatWas()
    {
        var known = Prose.Known("Grace", "Ada");
        Assert.True(known.TryAdd("Grace"u8, out var again));
        Assert.Equal((0, 2), (again, known.Count));
        Assert.True(known.TryAdd("GRACE"u8, out var spelledOtherwise));
        Assert.Equal((2, 3), (spelledOtherwise, known.Count));
        var findings = new Findings();
        Assert.True(ProseDetector.TryScan("grace"u8, known, new WorkBudget(10), findings));
        Assert.Equal(0, Assert.Single(findings.Span.ToArray()).Known);
    }

    // What an export of contacts is: thousands of numbers of one country, and prose that repeats many of them.
    [Fact]
    public void ThousandsOfNumbersOfOneCountry_AreFoundWithinTheBudget()
    {
        string[] numbers = [.. Enumerable.Range(0, 5000).Select(i => $"+91 {i * 17 % 100_000:00000} 43210")];
        var text = Encoding.UTF8.GetBytes(string.Join(", ", numbers.Take(1000).Select(number => $"called {number} twice")));
        var findings = new Findings();
        Assert.True(ProseDetector.TryScan(text, Prose.Known(numbers), new WorkBudget(WorkBudget.StepsOfABody), findings));
        Assert.Equal(Enumerable.Range(0, 1000), findings.Span.ToArray().Select(finding => finding.Known));
    }

    // Each comparison reads as far as the text agrees: a long value that almost stands everywhere must cost what it takes.
    [Fact]
    public void LongValueThatAlmostStandsEverywhere_IsStoppedByTheBudget()
    {
        var known = Prose.Known(new string('-', 400_000) + "x");
        var budget = new WorkBudget(WorkBudget.StepsOfABody);
        Assert.False(ProseDetector.TryScan(Encoding.UTF8.GetBytes(new string('-', 1_000_000)), known, budget, new Findings()));
        Assert.InRange(budget.Left, 0, 400_000 / 256);
    }

    [Fact]
    public void ShortValue_IsRefused()
    {
        var known = new KnownValues();
        Assert.False(known.TryAdd("Al"u8, out _));
        Assert.False(known.TryAdd([], out _));
        Assert.Equal(0, known.Count);
        Assert.Empty(Prose.Scan("Al is here"));
    }

    [Fact]
    public void Cleared_FindsNothingMore()
    {
        var known = Prose.Known("Grace", "Ada");
        known.Clear();
        Assert.Equal(0, known.Count);
        var findings = new Findings();
        Assert.True(ProseDetector.TryScan("Grace and Ada"u8, known, new WorkBudget(10), findings));
        Assert.Equal(0, findings.Span.Length);
        Assert.True(known.TryAdd("Ada"u8, out _));
        Assert.True(ProseDetector.TryScan("Grace and Ada"u8, known, new WorkBudget(10), findings));
        Assert.Equal(0, Assert.Single(findings.Span.ToArray()).Known);
    }

    // A thousand values with one start, and a text of that start: what a sender would do to keep us busy.
    [Fact]
    public void ManyValuesOfOneStart_AreStoppedByTheBudget()
    {
        var known = Prose.Known([.. Enumerable.Range(0, 1000).Select(i => $"aaa{i}x")]);
        var text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("aaa ", 10_000)));
        var budget = new WorkBudget(WorkBudget.StepsOfABody);
        Assert.False(ProseDetector.TryScan(text, known, budget, new Findings()));
        Assert.Equal(0, budget.Left);
    }

    [Fact]
    public void ArbitraryTextsAndValues_GiveWhatASlowSearchGives() =>
        Gen.Select(Gen.Char["abA .1é"].Array[3, 6].Array[1, 6], Gen.Char["abA .1é"].Array[0, 60]).Sample((values, characters) =>
        {
            var text = new string(characters);
            string[] known = [.. values.Select(value => new string(value)).Distinct(StringComparer.OrdinalIgnoreCase)];
            var found = Prose.Scan(text, known).Where(finding => finding.StartsWith("KnownValue:", StringComparison.Ordinal)).Select(finding => finding[11..]);
            Assert.Equal(Slowly(text, known), found);
        });

    private static IEnumerable<string> Slowly(string text, string[] values)
    {
        for (var at = 0; at < text.Length;)
        {
            var longest = values.Where(value => StandsAt(text, at, value)).MaxBy(value => Encoding.UTF8.GetByteCount(value));
            if (longest is not null) yield return text.Substring(at, longest.Length);
            at += longest?.Length ?? 1;
        }
    }

    private static bool StandsAt(string text, int at, string value)
    {
        if (at + value.Length > text.Length || !string.Equals(text.Substring(at, value.Length), value, StringComparison.OrdinalIgnoreCase)) return false;
        var (start, end) = (at == 0 || !(char.IsLetterOrDigit(text[at - 1]) && char.IsLetterOrDigit(value[0])), at + value.Length);
        return start && (end == text.Length || !(char.IsLetterOrDigit(text[end]) && char.IsLetterOrDigit(value[^1])));
    }
}

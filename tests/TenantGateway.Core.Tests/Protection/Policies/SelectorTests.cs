using CsCheck;
using TenantGateway.Core.Protection.Policies;

namespace TenantGateway.Core.Tests.Protection.Policies;

public class SelectorTests
{
    [Theory]
    [InlineData("$.email", "$['email']")]
    [InlineData("$.items[*].email", "$['items'][*]['email']")]
    [InlineData("$.items.*.email", "$['items'][*]['email']")]
    [InlineData("$['date-of-birth']", "$['date-of-birth']")]
    [InlineData("$[\"date-of-birth\"]", "$['date-of-birth']")]
    [InlineData("$[*]", "$[*]")]
    [InlineData("$._a1.b_2", "$['_a1']['b_2']")]
    [InlineData("$.prénom", "$['prénom']")]
    [InlineData("$.😀", "$['😀']")]
    [InlineData("$['']", "$['']")]
    [InlineData("$['a.b[*]']", "$['a.b[*]']")]
    [InlineData("$['it\\'s']", "$['it\\'s']")]
    [InlineData("$[\"it's\"]", "$['it\\'s']")]
    [InlineData("$['say \"hi\"']", "$['say \"hi\"']")]
    [InlineData("$[\"\\\"\"]", "$['\"']")]
    [InlineData(@"$['\b\f\n\r\t\/\\']", @"$['\b\f\n\r\t/\\']")]
    [InlineData(@"$['\u0061\u00e9']", "$['aé']")]
    [InlineData(@"$['\uD83D\uDE00']", "$['😀']")]
    [InlineData(@"$['\u0001']", @"$['\u0001']")]
    public void SupportedPath_IsReadToItsNormalizedForm(string text, string normalized)
    {
        Assert.True(Selector.TryParse(text, out var selector, out var problem), problem);
        Assert.Equal(text, selector.Text);
        Assert.Equal(normalized, selector.Normalized);
    }

    [Theory]
    [InlineData("", "starts with $")]
    [InlineData("email", "starts with $")]
    [InlineData("@.email", "starts with $")]
    [InlineData("$", "names nothing")]
    [InlineData("$email", "dot or an opening bracket")]
    [InlineData("$ .email", "White space")]
    [InlineData("$.email ", "White space")]
    [InlineData("$.", "name is expected")]
    [InlineData("$.a.", "name is expected")]
    [InlineData("$.1st", "name is expected")]
    [InlineData("$.date-of-birth", "hyphen")]
    [InlineData("$.[*]", "name is expected")]
    [InlineData("$..email", "Descendants (..) are not supported")]
    [InlineData("$[0]", "Indices ([0]) are not supported")]
    [InlineData("$.items[-1]", "Indices ([0]) are not supported")]
    [InlineData("$.items[1:3]", "Slices ([1:3]) are not supported")]
    [InlineData("$.items[:]", "Slices ([1:3]) are not supported")]
    [InlineData("$.items[?@.email]", "Filters ([?...]) are not supported")]
    [InlineData("$['a','b']", "Several selectors")]
    [InlineData("$[*,*]", "Several selectors")]
    [InlineData("$[", "quoted name or *")]
    [InlineData("$[]", "quoted name or *")]
    [InlineData("$[email]", "quoted name or *")]
    [InlineData("$[ 'a' ]", "quoted name or *")]
    [InlineData("$['a'", "closing bracket")]
    [InlineData("$[*", "closing bracket")]
    [InlineData("$['a", "has no end")]
    [InlineData("$['a\\'", "has no end")]
    [InlineData("$['a\\", "escape")]
    [InlineData(@"$['\x']", "escape")]
    [InlineData("$['\\\"']", "escape")]
    [InlineData(@"$['\u12']", "escape")]
    [InlineData(@"$['\u+123']", "escape")]
    [InlineData("$['a\tb']", "control character")]
    [InlineData(@"$['\ud83d']", "surrogate")]
    [InlineData(@"$['\ude00\ud83d']", "surrogate")]
    [InlineData(@"$['\u0000']", "NUL")]
    public void UnsupportedPath_IsRefusedWithWhatIsWrong(string text, string expected)
    {
        Assert.False(Selector.TryParse(text, out var selector, out var problem));
        Assert.Null(selector);
        Assert.Contains(expected, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Wildcard_IsNotAMemberNamedAsterisk()
    {
        Assert.True(Selector.TryParse("$.*['*']", out var selector, out _));
        Assert.True(selector.Steps[0].IsWildcard);
        Assert.Equal("*", selector.Steps[1].Name);
    }

    [Theory]
    [InlineData(Selector.MaxSteps, true)]
    [InlineData(Selector.MaxSteps + 1, false)]
    public void StepsAreCounted(int steps, bool accepted) =>
        Assert.Equal(accepted, Selector.TryParse("$" + string.Concat(Enumerable.Repeat(".a", steps)), out _, out _));

    [Theory]
    [InlineData("é", SelectorStep.MaxNameBytes / 2, true)]
    [InlineData("é", SelectorStep.MaxNameBytes / 2 + 1, false)]
    [InlineData("a", SelectorStep.MaxNameBytes + 1, false)]
    public void NameLengthIsMeasuredInUtf8(string letter, int count, bool accepted) =>
        Assert.Equal(accepted, Selector.TryParse("$." + string.Concat(Enumerable.Repeat(letter, count)), out _, out _));

    [Fact]
    public void AnyText_IsReadOrRefused_AndNormalizingIsStable() =>
        Gen.OneOf(Gen.String, Gen.String["$.[]*'\"\\u0dDeEab-? ,:é\t\ud83d\ude00"].Select(text => "$" + text)).Sample(
            text =>
            {
                if (!Selector.TryParse(text, out var selector, out var problem)) return problem.Length > 0;
                return Selector.TryParse(selector.Normalized, out var again, out _) && again.Normalized == selector.Normalized;
            },
            iter: 50_000);
}

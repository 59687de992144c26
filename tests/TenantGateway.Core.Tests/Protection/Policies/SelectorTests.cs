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
    [InlineData("$[ 'a' ]", "$['a']")]
    [InlineData("$[0]", "$[0]")]
    [InlineData("$[0:1]", "$[0]")]
    [InlineData("$[3:4:7]", "$[3]")]
    [InlineData("$[3:9:7]", "$[3]")]
    [InlineData("$[:]", "$[0:]")]
    [InlineData("$[::]", "$[0:]")]
    [InlineData("$[ 1 : 3 : 1 ]", "$[1:3]")]
    [InlineData("$[::2]", "$[0::2]")]
    [InlineData("$[1:5:2]", "$[1:4:2]")]
    [InlineData("$[1:4:2]", "$[1:4:2]")]
    [InlineData("$[5:2]", "$[0:0]")]
    [InlineData("$[1000]", "$[1000]")]
    [InlineData("$['b', 'a',0]", "$['a','b',0]")]
    [InlineData("$['a','a']", "$['a']")]
    [InlineData("$[*,*]", "$[*]")]
    [InlineData("$[*,'a']", "$[*]")]
    [InlineData("$..email", "$..['email']")]
    [InlineData("$..['e-mail']", "$..['e-mail']")]
    [InlineData("$.a..*.b", "$['a']..[*]['b']")]
    [InlineData("$..[0]..[1:2, 'a']", "$..[0]..['a',1]")]
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
    [InlineData("$..", "name is expected")]
    [InlineData("$...a", "name is expected")]
    [InlineData("$.a..", "name is expected")]
    [InlineData("$.. a", "name is expected")]
    [InlineData("$.items[-1]", "counted from the end")]
    [InlineData("$.items[1:-1]", "counted from the end")]
    [InlineData("$.items[-3:]", "counted from the end")]
    [InlineData("$.items[0,-1]", "counted from the end")]
    [InlineData("$.items[::-1]", "A slice goes forward")]
    [InlineData("$.items[1:3:0]", "A slice goes forward")]
    [InlineData("$.items[01]", "a zero in front")]
    [InlineData("$.items[1:03]", "a zero in front")]
    [InlineData("$.items[1001]", "above 1000")]
    [InlineData("$.items[99999999999999999999]", "above 1000")]
    [InlineData("$.items[::1001]", "above 1000")]
    [InlineData("$.items[1.0]", "closing bracket")]
    [InlineData("$.items[0:1:2:3]", "closing bracket")]
    [InlineData("$.items[?@.email]", "Filters ([?...]) are not supported")]
    [InlineData("$.items[0,?@.email]", "Filters ([?...]) are not supported")]
    [InlineData("$['a',]", "quoted name, a number or *")]
    [InlineData("$[,'a']", "quoted name, a number or *")]
    [InlineData("$['a' 'b']", "closing bracket")]
    [InlineData("$[", "quoted name, a number or *")]
    [InlineData("$[]", "quoted name, a number or *")]
    [InlineData("$[email]", "quoted name, a number or *")]
    [InlineData("$..[email]", "quoted name, a number or *")]
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
    [InlineData(SelectorStep.MaxChoices, true)]
    [InlineData(SelectorStep.MaxChoices + 1, false)]
    public void SelectorsInBracketsAreCounted(int choices, bool accepted) =>
        Assert.Equal(accepted, Selector.TryParse($"$[{string.Join(',', Enumerable.Repeat("'a'", choices))}]", out _, out _));

    [Theory]
    [InlineData("é", SelectorStep.MaxNameBytes / 2, true)]
    [InlineData("é", SelectorStep.MaxNameBytes / 2 + 1, false)]
    [InlineData("a", SelectorStep.MaxNameBytes + 1, false)]
    public void NameLengthIsMeasuredInUtf8(string letter, int count, bool accepted) =>
        Assert.Equal(accepted, Selector.TryParse("$." + string.Concat(Enumerable.Repeat(letter, count)), out _, out _));

    [Fact]
    public void AnyText_IsReadOrRefused_AndNormalizingIsStable() =>
        Gen.OneOf(Gen.String, Gen.String["$.[]*'\"\\u0123dDeEab-? ,:é\t\ud83d\ude00"].Select(text => "$" + text)).Sample(
            text =>
            {
                if (!Selector.TryParse(text, out var selector, out var problem)) return problem.Length > 0;
                return Selector.TryParse(selector.Normalized, out var again, out _) && again.Normalized == selector.Normalized;
            },
            iter: 50_000);
}

using System.Text;
using TenantGateway.Core.Content;
using TenantGateway.Core.Tests.Protection;

namespace TenantGateway.Core.Tests.Content;

public class FieldTrieTests
{
    [Theory]
    [InlineData("email", 0)]
    [InlineData("contact.email", 1)]
    [InlineData("contact.phone", FieldTrie.NoRule)]
    [InlineData("contact", FieldTrie.NoRule)]
    [InlineData("contacts.0.email", 2)]
    [InlineData("contacts.any.email", 2)]
    [InlineData("contacts.0.email.more", FieldTrie.NoRule)]
    [InlineData("other.email", FieldTrie.NoRule)]
    public void Path_FindsItsRule(string path, short rule) => Assert.Equal(rule, RuleOf(path, "email", "contact.email", "contacts.*.email"));

    [Theory]
    [InlineData("a.b", 1)]
    [InlineData("a.c", 0)]
    [InlineData("x.b", 2)]
    [InlineData("x.y", 3)]
    public void EqualLength_TheOneWithMoreNamesDecides(string path, short rule) => Assert.Equal(rule, RuleOf(path, "a.*", "a.b", "*.b", "*.*"));

    [Fact]
    public void EqualLengthAndNames_TheFirstWrittenDecides()
    {
        Assert.Equal(0, RuleOf("a.b", "a.*", "*.b"));
        Assert.Equal(0, RuleOf("a.b", "*.b", "a.*"));
        Assert.Equal(0, RuleOf("a.b", "a.b", "a.b"));
    }

    [Fact]
    public void WildcardBesideAName_BothAreFollowed()
    {
        Assert.Equal(0, RuleOf("a.b.c", "*.b.c", "a.x"));
        Assert.Equal(1, RuleOf("a.x", "*.b.c", "a.x"));
        Assert.Equal(FieldTrie.NoRule, RuleOf("z.x", "*.b.c", "a.x"));
    }

    [Fact]
    public void CaseVariant_IsToldFromAnotherName()
    {
        var trie = Compile("email", "\u017Ftra\u00dfe");
        Assert.Equal(0, trie.Follow(FieldTrie.Root, "email"u8, out _));
        Assert.Equal(FieldTrie.CaseVariant, trie.Follow(FieldTrie.Root, "eMail"u8, out _));
        Assert.Equal(FieldTrie.CaseVariant, trie.Follow(FieldTrie.Root, "emai\u004C"u8, out _));
        Assert.Equal(FieldTrie.CaseVariant, trie.Follow(FieldTrie.Root, "stra\u00dfe"u8, out _));
        Assert.Equal(FieldTrie.OtherName, trie.Follow(FieldTrie.Root, "e-mail"u8, out _));
        Assert.Equal(FieldTrie.OtherName, trie.Follow(FieldTrie.Nowhere, "email"u8, out var next));
        Assert.Equal(FieldTrie.Nowhere, next);
    }

    [Fact]
    public void TwoSpellingsThatAPolicyNames_AreBothFollowed()
    {
        var trie = Compile("email", "Email");
        Assert.Equal(0, trie.Follow(FieldTrie.Root, "email"u8, out _));
        Assert.Equal(1, trie.Follow(FieldTrie.Root, "Email"u8, out var next));
        Assert.Equal(1, trie.RuleAt(next));
        Assert.Equal(FieldTrie.CaseVariant, trie.Follow(FieldTrie.Root, "EMAIL"u8, out _));
    }

    [Fact]
    public void TooManyNamesAtOneLevel_AreRefused()
    {
        Compile([.. Enumerable.Range(0, FieldTrie.MaxNamesPerLevel).Select(i => $"name{i}")]);
        Assert.Throws<ArgumentException>(() => Compile([.. Enumerable.Range(0, FieldTrie.MaxNamesPerLevel + 1).Select(i => $"name{i}")]));
    }

    [Fact]
    public void TooManyRules_AreRefused() =>
        Assert.Throws<ArgumentException>(() => Compile([.. Enumerable.Range(0, FieldTrie.MaxRules + 1).Select(i => $"n{i % 60}.m{i}")]));

    [Fact]
    public void SelectorsThatMultiply_AreRefused()
    {
        // Each of these doubles the ways in which a path can have gone.
        string[] selectors = [.. Enumerable.Range(0, 16).Select(i => string.Join('.', Enumerable.Range(0, 20).Select(step => step == i ? "a" : "*")) + $".end{i}")];
        Assert.Throws<ArgumentException>(() => Compile(selectors));
    }

    [Fact]
    public void NoSelectors_GoNowhere()
    {
        var trie = Compile();
        Assert.Equal(FieldTrie.NoRule, trie.RuleAt(FieldTrie.Root));
        Assert.Equal(FieldTrie.OtherName, trie.Follow(FieldTrie.Root, "a"u8, out _));
    }

    private static FieldTrie Compile(params string[] selectors) => FieldTrie.Compile([.. selectors.Select(TestPolicy.SelectorOf)]);

    private static short RuleOf(string path, params string[] selectors)
    {
        var trie = Compile(selectors);
        var state = FieldTrie.Root;
        foreach (var name in path.Split('.'))
        {
            trie.Follow(state, Encoding.UTF8.GetBytes(name), out var next);
            state = next;
        }

        return trie.RuleAt(state);
    }
}

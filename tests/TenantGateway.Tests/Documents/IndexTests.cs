using System.Text.RegularExpressions;
using TenantGateway.Tests.Architecture;

namespace TenantGateway.Tests.Documents;

/// <summary>Whoever comes to the documents finds every one of them, and every link leads somewhere.</summary>
public sealed partial class IndexTests
{
    private static readonly string Docs = SourceTree.PathOf("docs");

    [Fact]
    public void Index_LeadsToEveryPage()
    {
        var index = File.ReadAllText(Path.Combine(Docs, "README.md"));

        Assert.DoesNotContain(Directory.EnumerateFiles(Docs, "*.md").Select(Path.GetFileName), name => name != "README.md" && !index.Contains($"]({name})", StringComparison.Ordinal));
    }

    [Fact]
    public void EveryLink_LeadsToSomethingThatIsThere()
    {
        var pages = Directory.EnumerateFiles(Docs, "*.md", SearchOption.AllDirectories).Append(SourceTree.PathOf("README.md"));

        Assert.Empty(
            from page in pages
            from link in Link().Matches(File.ReadAllText(page))
            let target = link.Groups["target"].Value
            where target.Length > 0 && !target.Contains("://", StringComparison.Ordinal)
            let path = Path.GetFullPath(target, Path.GetDirectoryName(page)!)
            where !Path.Exists(path)
            select $"{Path.GetRelativePath(SourceTree.Root, page)}: {target}");
    }

    [GeneratedRegex(@"\]\((?<target>[^)#\s]*)(#[^)\s]*)?\)")]
    private static partial Regex Link();
}

using TenantGateway.Core.Access;
using TenantGateway.Tests.Architecture;

namespace TenantGateway.Tests.Diagnostics;

/// <summary>The registry of reasons is true, and so is the document made of it.</summary>
public sealed class ReasonsTests
{
    /// <summary>With UPDATE_DOCS=1 in the environment the document is written anew.</summary>
    [Fact]
    public void Document_IsTheOneOfTheRegistry()
    {
        var path = SourceTree.PathOf("docs", "errors.md");
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1") File.WriteAllText(path, ErrorsDocument.Render());

        Assert.Equal(ErrorsDocument.Render(), File.ReadAllText(path));
    }

    [Fact]
    public void Codes_AreUniqueWords()
    {
        Assert.All(Reasons.All, reason => Assert.Matches("^[a-z][a-z_0-9]*[a-z0-9]$", reason.Code));
        Assert.Equal(Reasons.All.Length, Reasons.All.Select(reason => reason.Code).Distinct().Count());
    }

    [Fact]
    public void EveryReason_IsAnErrorWithATitleAndARemedy() => Assert.All(Reasons.All, reason =>
    {
        Assert.InRange(reason.Status, 400, 599);
        Assert.EndsWith(".", reason.Title, StringComparison.Ordinal);
        Assert.EndsWith(".", reason.Remedy, StringComparison.Ordinal);
        Assert.DoesNotContain("|", reason.Title + reason.Remedy, StringComparison.Ordinal);
    });

    [Fact]
    public void EveryReason_IsGivenSomewhere()
    {
        var sources = Directory.EnumerateFiles(SourceTree.PathOf("src"), "*.cs", SearchOption.AllDirectories)
            .Where(path => Path.GetFileName(path) != "Reasons.cs" && !path.Contains("/obj/", StringComparison.Ordinal))
            .Select(File.ReadAllText)
            .ToList();

        var unused = from field in typeof(Reasons).GetFields()
                     where field.FieldType == typeof(Reason)
                     where !sources.Exists(source => source.Contains($"Reasons.{field.Name}", StringComparison.Ordinal))
                     select field.Name;
        Assert.Empty(unused);
    }
}

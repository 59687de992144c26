using System.Xml.Linq;
using TenantGateway.Tests.Architecture;

namespace TenantGateway.Tests.Supply;

public sealed class LicenceTests
{
    [Fact]
    public void EveryPackage_IsUnderALicenceThatItsUseAllows() => Assert.Empty(
        from package in LockedPackage.All
        let licence = Licences.Of(package)
        where licence is null || !(package.IsDelivered ? Licences.Deliverable : Licences.Usable).Contains(licence)
        select $"{package.Project}: {package.Id} {package.Version} is under {licence ?? "a licence that nobody has judged"}");

    /// <summary>With UPDATE_DOCS=1 in the environment the document is written anew.</summary>
    [Fact]
    public void Document_IsTheOneOfTheLockFiles()
    {
        var path = SourceTree.PathOf("docs", "licences.md");
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1") File.WriteAllText(path, LicencesDocument.Render());

        Assert.Equal(LicencesDocument.Render(), File.ReadAllText(path));
    }

    [Theory]
    [InlineData("""<license type="expression">GPL-3.0-only</license>""", "GPL-3.0-only")]
    [InlineData("""<license type="file">LICENSE</license>""", null)]
    [InlineData("<licenseUrl>https://example.com/licence</licenseUrl>", null)]
    public void Declaration_CountsAsAnExpressionOnly(string declaration, string? expected)
    {
        var licence = Licences.Parse(XDocument.Parse($"""<package xmlns="urn:any"><metadata>{declaration}</metadata></package>"""));

        Assert.Equal(expected, licence);
        Assert.False(licence is not null && Licences.Usable.Contains(licence), "It would pass.");
    }
}

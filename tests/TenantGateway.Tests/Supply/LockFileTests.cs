using TenantGateway.Tests.Architecture;

namespace TenantGateway.Tests.Supply;

/// <summary>What is restored is what was reviewed, wherever and with whatever patch of the SDK.</summary>
public sealed class LockFileTests
{
    [Fact]
    public void EveryProject_HasOne() => Assert.All(LockedPackage.Projects, project => Assert.True(File.Exists(LockedPackage.LockFileOf(project)), $"{project}: run dotnet restore."));

    [Fact]
    public void None_NamesASource() => Assert.All(LockedPackage.Projects, project => Assert.DoesNotContain("://", File.ReadAllText(LockedPackage.LockFileOf(project)), StringComparison.Ordinal));

    /// <summary>A package that the SDK adds by itself has the SDK's version: the next patch would change the lock file.</summary>
    [Fact]
    public void None_HoldsWhatTheSdkAdds()
    {
        var everywhere = ProjectFile.Read(SourceTree.PathOf("Directory.Build.props")).Packages;
        var named = LockedPackage.Projects.Select(ProjectFile.Read).ToDictionary(project => project.Name, project => project.Packages.Concat(everywhere));

        Assert.DoesNotContain(LockedPackage.All, package => package.Kind == "Direct" && !named[package.Project].Contains(package.Id));
    }

    [Fact]
    public void OnePackage_HasOneVersion() => Assert.Empty(
        from package in LockedPackage.All
        where package.IsDelivered
        group package.Version by package.Id into versions
        where versions.Distinct().Count() > 1
        select versions.Key);
}

using System.Text.Json.Nodes;
using TenantGateway.Tests.Architecture;

namespace TenantGateway.Tests.Supply;

/// <summary>A package that a project's lock file names: <paramref name="Kind"/> is <c>Direct</c>, <c>Transitive</c> or <c>CentralTransitive</c>.</summary>
internal sealed record LockedPackage(string Project, string Id, string Version, string Kind)
{
    private static readonly string[] Folders = ["src", "tests", "load-tests"];

    /// <summary>All projects of the repository, by the path of their files.</summary>
    public static IEnumerable<string> Projects => Folders.SelectMany(ProjectFile.Below);

    /// <summary>What all lock files name.</summary>
    public static IReadOnlyList<LockedPackage> All { get; } = [.. Projects.SelectMany(Of)];

    public static string LockFileOf(string project) => Path.Combine(Path.GetDirectoryName(project)!, "packages.lock.json");

    /// <summary>Whether what is delivered holds it or is built with it; others serve tests and measurements alone.</summary>
    public bool IsDelivered => Project is "TenantGateway" or "TenantGateway.Core" or "TenantGateway.Cli";

    private static IEnumerable<LockedPackage> Of(string project) =>
        from framework in JsonNode.Parse(File.ReadAllText(LockFileOf(project)))!["dependencies"]!.AsObject()
        from package in framework.Value!.AsObject()
        let kind = package.Value!["type"]!.ToString()
        where kind != "Project"
        select new LockedPackage(Path.GetFileNameWithoutExtension(project), package.Key, package.Value!["resolved"]!.ToString(), kind);
}

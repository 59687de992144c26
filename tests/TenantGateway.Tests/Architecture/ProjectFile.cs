using System.Xml.Linq;

namespace TenantGateway.Tests.Architecture;

/// <summary>What a project file says of its place in the solution.</summary>
internal sealed record ProjectFile(string Name, string RootNamespace, IReadOnlyList<string> References, IReadOnlyList<string> Packages)
{
    public static ProjectFile Read(string path) => Parse(Path.GetFileNameWithoutExtension(path), XDocument.Load(path));

    public static ProjectFile Parse(string name, XDocument project) => new(
        name,
        project.Descendants("RootNamespace").SingleOrDefault()?.Value ?? name,
        [.. Includes(project, "ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path.Replace('\\', '/')))],
        [.. Includes(project, "PackageReference")]);

    /// <summary>The projects below a folder of the repository, by the path of their files.</summary>
    public static IEnumerable<string> Below(string folder) =>
        Directory.EnumerateFiles(SourceTree.PathOf(folder), "*.csproj", SearchOption.AllDirectories).Order();

    /// <summary>The C# files of a project that somebody wrote, relative to it, with <c>/</c>.</summary>
    public static IEnumerable<string> SourcesOf(string project)
    {
        var directory = Path.GetDirectoryName(project)!;
        return Directory.EnumerateFiles(directory, "*.cs", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(directory, file).Replace('\\', '/'))
            .Where(file => file.Split('/')[0] is not ("bin" or "obj"))
            .Order();
    }

    private static IEnumerable<string> Includes(XDocument project, string item) =>
        project.Descendants(item).Select(reference => reference.Attribute("Include")?.Value).OfType<string>();
}

using TenantGateway.Tests.Architecture;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Supply;

/// <summary>The sources of some projects in a folder of their own: what <c>.dockerignore</c> lets the image's build see, and no more.</summary>
internal sealed class SourceCopy : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tenantgateway-sources-");

    /// <param name="folder">Where below the temporary folder they lie.</param>
    /// <param name="projects">Which of the projects that the image is made of.</param>
    public SourceCopy(string folder, params string[] projects)
    {
        Path = System.IO.Path.Combine(_folder.FullName, folder);
        var taken = File.ReadLines(SourceTree.PathOf(".dockerignore")).Where(line => line.StartsWith('!')).Select(line => line[1..]);
        foreach (var path in taken) CopyTaken(path, projects);
    }

    public string Path { get; }

    /// <summary>Runs a command of the SDK there and asserts that it succeeds.</summary>
    public async Task DotnetAsync(string[] arguments, params (string Name, string? Value)[] environment)
    {
        var (exit, output) = await TryDotnetAsync(arguments, environment);
        Assert.True(exit == 0, output);
    }

    public async Task<(int Exit, string Output)> TryDotnetAsync(string[] arguments, params (string Name, string? Value)[] environment)
    {
        await using var dotnet = ChildProgram.StartIn(Path, ["dotnet", .. arguments], [("MSBUILDDISABLENODEREUSE", "1"), .. environment]);
        return (await dotnet.ExitAsync(TimeSpan.FromMinutes(8)), dotnet.Output + dotnet.Error);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private void CopyTaken(string path, string[] projects)
    {
        var source = SourceTree.PathOf(path);
        if (File.Exists(source)) Copy(source, path);
        else if (projects.Contains(System.IO.Path.GetFileName(path)))
            foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories).Select(file => System.IO.Path.GetRelativePath(SourceTree.Root, file)).Where(IsSource))
                Copy(SourceTree.PathOf(file), file);
    }

    // **/bin and **/obj
    private static bool IsSource(string file) => !file.Split('/').Any(part => part is "bin" or "obj");

    private void Copy(string source, string path)
    {
        var target = System.IO.Path.Combine(Path, path);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(target)!);
        File.Copy(source, target);
    }
}

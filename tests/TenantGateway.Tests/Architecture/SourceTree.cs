namespace TenantGateway.Tests.Architecture;

/// <summary>The repository that these tests were built from.</summary>
internal static class SourceTree
{
    public static string Root { get; } = Find();

    /// <summary>The full path of something in the repository.</summary>
    public static string PathOf(params string[] segments) => Path.Combine([Root, .. segments]);

    private static string Find()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, "TenantGateway.sln"))) return directory.FullName;
        }

        throw new InvalidOperationException($"No TenantGateway.sln above {AppContext.BaseDirectory}: run the tests inside the repository.");
    }
}

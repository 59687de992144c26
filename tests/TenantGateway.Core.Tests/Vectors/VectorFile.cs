using System.Text.Json;

namespace TenantGateway.Core.Tests.Vectors;

/// <summary>A file of Wycheproof test vectors. They lie beside the repository, are read from there and are never part of it.</summary>
internal static class VectorFile
{
    /// <summary>The file's path; it exists or it does not.</summary>
    public static string PathOf(string name) => Path.Combine(RepositoryRoot(), "..", "shared", "vectors", name);

    /// <summary>Every case of every group; fails where the file does not hold as many as it says.</summary>
    public static IReadOnlyList<VectorCase> Read(string name)
    {
        var root = JsonSerializer.Deserialize<JsonElement>(File.ReadAllBytes(PathOf(name)));
        var cases = new List<VectorCase>();
        foreach (var group in root.GetProperty("testGroups").EnumerateArray())
        {
            foreach (var test in group.GetProperty("tests").EnumerateArray()) cases.Add(new VectorCase(group, test));
        }

        Assert.Equal(root.GetProperty("numberOfTests").GetInt32(), cases.Count);
        return cases;
    }

    /// <summary>Runs a check over every case and fails with all cases that did not pass.</summary>
    public static void AssertAll(string name, Func<VectorCase, bool> passes)
    {
        var failed = Read(name).Where(test => !passes(test)).ToList();
        Assert.True(failed.Count == 0, $"{name}: {failed.Count} failed: {string.Join("; ", failed.Take(20))}");
    }

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "TenantGateway.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new DirectoryNotFoundException("No TenantGateway.sln above the tests.");
    }
}

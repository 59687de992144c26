using TenantGateway.Cli.Terminal;
using TenantGateway.Core.Protection.Policies;

namespace TenantGateway.Cli.Policies;

/// <summary>Finds and reads the policy files that a command line names: files, and the *.json files right in directories.</summary>
internal static class PolicyFiles
{
    public static Answer<IReadOnlyList<PolicyFile>> Read(IEnumerable<string> paths)
    {
        var files = new List<PolicyFile>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var path in paths)
        {
            try
            {
                var found = Find(path);
                if (found.Length == 0) return new CliFailure(ExitCode.Usage, "no_policy_files", $"There are no *.json files in {path}.", "Name a policy file, or the directory that holds them.");
                files.AddRange(found.Where(file => seen.Add(Path.GetFullPath(file))).Select(file => new PolicyFile(file, ReadBounded(file))));
            }
            catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or ArgumentException)
            {
                return new CliFailure(ExitCode.Usage, "unreadable_file", unreadable.Message, "Check the path and its permissions.");
            }
        }

        return files;
    }

    private static string[] Find(string path)
    {
        if (!Directory.Exists(path)) return [path];
        var files = Directory.GetFiles(path, "*.json");
        Array.Sort(files, StringComparer.Ordinal);
        return files;
    }

    /// <summary>At most one byte more than allowed: enough for the reader to refuse the file, whatever its size.</summary>
    private static byte[] ReadBounded(string file)
    {
        using var stream = File.OpenRead(file);
        using var content = new MemoryStream();
        var block = new byte[64 * 1024];
        while (content.Length <= PolicyFile.MaxBytes && stream.Read(block) is > 0 and var count) content.Write(block, 0, count);
        return content.ToArray();
    }
}

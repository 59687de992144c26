using System.Globalization;

namespace TenantGateway.Tests.Image;

/// <summary>A limit on the memory of a program and of all that it starts, set by the kernel: a control group, of version 2 or 1, with nothing but this limit.</summary>
internal sealed class MemoryLimit : IDisposable
{
    private static readonly (string Root, string Limit)[] Versions = [("/sys/fs/cgroup", "memory.max"), ("/sys/fs/cgroup/memory", "memory.limit_in_bytes")];

    private readonly string _group;

    private MemoryLimit(string group) => _group = group;

    /// <summary>The group's own name.</summary>
    public string Name => Path.GetFileName(_group);

    /// <returns>The limit; null where this machine lets nobody set one.</returns>
    public static MemoryLimit? TryCreate(long bytes)
    {
        foreach (var (root, limit) in Versions)
        {
            var group = Path.Combine(root, $"tenantgateway-{Guid.NewGuid():n}");
            try
            {
                if (!Directory.Exists(root)) continue;
                Directory.CreateDirectory(group);
                // The kernel makes the file where there is memory to limit. Elsewhere it is a folder like any other, or a group of something else.
                if (File.Exists(Path.Combine(group, limit)))
                {
                    File.WriteAllText(Path.Combine(group, limit), bytes.ToString(CultureInfo.InvariantCulture));
                    return new MemoryLimit(group);
                }

                Remove(group);
            }
            catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
            {
                Remove(group);
            }
        }

        return null;
    }

    /// <summary>The same command, within the limit.</summary>
    public IEnumerable<string> Around(IEnumerable<string> command) =>
        ["sh", "-c", "echo $$ > \"$0\" && exec \"$@\"", Path.Combine(_group, "cgroup.procs"), .. command];

    public void Dispose() => Remove(_group);

    // The kernel's files in it are not for anybody to remove.
    private static void Remove(string group)
    {
        try
        {
            if (Directory.Exists(group)) Directory.Delete(group);
        }
        catch (IOException)
        {
            // Its last program is gone, and its accounts are not yet; an empty group harms nobody.
        }
    }
}

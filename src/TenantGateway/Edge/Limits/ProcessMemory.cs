using System.Globalization;

namespace TenantGateway.Edge.Limits;

/// <summary>
/// The memory of this process against what it may have: the limit of its control group (cgroup v2), or of the machine. The greater of two shares counts:
/// resident memory against that limit, beyond which the kernel kills, and live objects against the bound of the heap, beyond which allocations fail.
/// </summary>
internal sealed class ProcessMemory
{
    private const string Groups = "/sys/fs/cgroup";

    private readonly long? _limit = GroupLimit();

    public double Load()
    {
        var heap = GC.GetGCMemoryInfo();
        var available = Math.Max(1, heap.TotalAvailableMemoryBytes);
        return Math.Max(heap.HeapSizeBytes / (double)available, Environment.WorkingSet / (double)(_limit ?? available));
    }

    private static long? GroupLimit()
    {
        try
        {
            // One line in version 2: 0::/path, which is / inside a container.
            var own = File.ReadLines("/proc/self/cgroup").FirstOrDefault(line => line.StartsWith("0::/", StringComparison.Ordinal));
            return own is not null && long.TryParse(File.ReadAllText($"{Groups}{own[3..]}/memory.max"), NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var limit) && limit > 0 ? limit : null;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            // Not Linux, or version 1, whose limit the runtime knows.
            return null;
        }
    }
}

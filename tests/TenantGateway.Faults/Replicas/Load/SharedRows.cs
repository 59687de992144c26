using System.Security.Cryptography;

namespace TenantGateway.Faults.Replicas.Load;

/// <summary>The rows that members wrote and were shown, by tenant.</summary>
internal sealed class SharedRows
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, List<WrittenRow>> _rows = [];
    // Of all traffic there ever was: what is searched for is found once.
    private static int _next;

    public static int Next() => Interlocked.Increment(ref _next);

    public void Add(string tenant, WrittenRow row)
    {
        lock (_gate)
        {
            if (!_rows.TryGetValue(tenant, out var rows)) _rows[tenant] = rows = [];
            rows.Add(row);
        }
    }

    /// <summary>Rows that are there now are not read any more.</summary>
    public void Forget()
    {
        lock (_gate) _rows.Clear();
    }

    /// <summary>Any row of a tenant; null where there is none.</summary>
    public WrittenRow? Any(string tenant)
    {
        lock (_gate) return _rows.TryGetValue(tenant, out var rows) ? rows[RandomNumberGenerator.GetInt32(rows.Count)] : null;
    }
}

/// <summary>A row, and the values that nobody of another tenant may see.</summary>
internal sealed record WrittenRow(string Path, string Name, string Email);

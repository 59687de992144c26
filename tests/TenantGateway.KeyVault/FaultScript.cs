using System.Text.RegularExpressions;

namespace TenantGateway.KeyVault;

/// <summary>The faults that wait for requests, in the order in which they were added.</summary>
public sealed class FaultScript
{
    private readonly Lock _gate = new();
    private readonly List<Entry> _entries = [];

    public void Add(Fault fault)
    {
        lock (_gate) _entries.Add(new Entry(fault, new Regex(fault.Path, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)));
    }

    public void Clear()
    {
        lock (_gate) _entries.Clear();
    }

    /// <param name="principal">Who asks; null before the token is looked at.</param>
    internal Fault? Take(string method, string path, string? principal)
    {
        lock (_gate)
        {
            if (_entries.Find(entry => entry.Matches(method, path, principal)) is not { } entry || entry.Skipped++ < entry.Fault.Skip) return null;
            if (++entry.Met >= entry.Fault.Times) _entries.Remove(entry);
            return entry.Fault;
        }
    }

    private sealed class Entry(Fault fault, Regex path)
    {
        public Fault Fault => fault;

        public int Skipped { get; set; }

        public int Met { get; set; }

        public bool Matches(string method, string asked, string? principal) =>
            fault.BeforeToken == principal is null && (fault.Method.Length == 0 || fault.Method == method) && (fault.Principal.Length == 0 || fault.Principal == principal) && path.IsMatch(asked);
    }
}

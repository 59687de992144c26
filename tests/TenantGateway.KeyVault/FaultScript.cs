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

    internal Fault? Take(string method, string path, bool beforeToken)
    {
        lock (_gate)
        {
            var entry = _entries.Find(entry => entry.Fault.BeforeToken == beforeToken && (entry.Fault.Method.Length == 0 || entry.Fault.Method == method) && entry.Path.IsMatch(path));
            if (entry is not null && ++entry.Met >= entry.Fault.Times) _entries.Remove(entry);
            return entry?.Fault;
        }
    }

    private sealed class Entry(Fault fault, Regex path)
    {
        public Fault Fault => fault;

        public Regex Path => path;

        public int Met { get; set; }
    }
}

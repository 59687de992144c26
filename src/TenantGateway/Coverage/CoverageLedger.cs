using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using TenantGateway.Core.Content;
using TenantGateway.Core.Coverage;

namespace TenantGateway.Coverage;

/// <summary>Counters in memory, and their way into the store. As many as policies have routes, classes and forms, and a bounded number of paths.</summary>
internal sealed class CoverageLedger(ICoverageStore store, TimeProvider time) : ICoverage
{
    /// <summary>The paths of one route that are told apart.</summary>
    internal const int MaxPaths = 500;

    /// <summary>After a look, and once more for each further <see cref="PauseBytes"/> that it took: what is long is dear.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private const int PauseBytes = 64 * 1024;

    private readonly ConcurrentDictionary<Key, StrongBox<long>> _counts = new();
    private readonly ConcurrentDictionary<Kind, StrongBox<long>> _nextLooks = new();
    private readonly Dictionary<string, int> _paths = new(StringComparer.Ordinal);

    public void Count(string route, CoverageKind what, string first, string second, long count)
    {
        var key = new Key(route, what, first, second);
        if (!_counts.TryGetValue(key, out var box)) box = _counts.GetOrAdd(key, static _ => new StrongBox<long>());
        Interlocked.Add(ref box.Value, count);
    }

    public bool Samples(string route, bool fromCaller, ICarrier carrier, int length)
    {
        var now = time.GetTimestamp();
        var pause = (long)(Pause.TotalSeconds * time.TimestampFrequency) * (1 + (length / PauseBytes));
        var kind = new Kind(route, fromCaller, carrier.GetType());
        if (!_nextLooks.TryGetValue(kind, out var next)) return _nextLooks.TryAdd(kind, new StrongBox<long>(now + pause));
        var due = Volatile.Read(ref next.Value);
        return now >= due && Interlocked.CompareExchange(ref next.Value, now + pause, due) == due;
    }

    public void CountPath(string route, string path)
    {
        // Seldom, so one at a time: no path takes two places, and none goes beyond the last.
        lock (_paths)
        {
            if (path != UnlistedPaths.More && !_counts.ContainsKey(new Key(route, CoverageKind.Unlisted, path, "")))
            {
                var known = _paths.GetValueOrDefault(route);
                if (known >= MaxPaths) path = UnlistedPaths.More;
                else _paths[route] = known + 1;
            }

            Count(route, CoverageKind.Unlisted, path, "", 1);
        }
    }

    public async ValueTask<IReadOnlyList<CoverageCount>> ListAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        var stored = await store.ListAsync(from, to, cancellationToken);
        return [.. stored.Concat(Waiting(box => Volatile.Read(ref box.Value)).Where(count => count.Day >= from && count.Day <= to))];
    }

    /// <summary>Adds what was counted since the last time to the store; what cannot be added is kept.</summary>
    internal async Task FlushAsync(CancellationToken cancellationToken)
    {
        var taken = Waiting(box => Interlocked.Exchange(ref box.Value, 0));
        if (taken.Count == 0) return;
        try
        {
            await store.AddAsync(taken, cancellationToken);
        }
        catch
        {
            foreach (var count in taken) Count(count.Route, count.What, count.Detail, "", count.Count);
            throw;
        }
    }

    private List<CoverageCount> Waiting(Func<StrongBox<long>, long> read)
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        return
        [
            .. _counts.Select(counter => (counter.Key, Count: read(counter.Value))).Where(counter => counter.Count > 0)
                .GroupBy(counter => (counter.Key.Route, counter.Key.What, counter.Key.Detail))
                .Select(same => new CoverageCount(today, same.Key.Route, same.Key.What, same.Key.Detail, same.Sum(counter => counter.Count))),
        ];
    }

    private readonly record struct Kind(string Route, bool FromCaller, Type Carrier);

    private readonly record struct Key(string Route, CoverageKind What, string First, string Second)
    {
        public string Detail => Second.Length == 0 ? First : $"{First} {Second}";
    }
}

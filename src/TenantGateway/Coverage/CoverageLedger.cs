using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using TenantGateway.Core.Coverage;

namespace TenantGateway.Coverage;

/// <summary>Counters in memory, and their way into the store. As many as policies have routes, classes and forms, and a bounded number of paths.</summary>
internal sealed class CoverageLedger(ICoverageStore store, TimeProvider time) : ICoverage
{
    /// <summary>The paths of one route that are told apart.</summary>
    internal const int MaxPaths = 500;

    /// <summary>Stands for all further paths.</summary>
    internal const string MorePaths = "(more)";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private readonly ConcurrentDictionary<Key, StrongBox<long>> _counts = new();
    private readonly ConcurrentDictionary<string, StrongBox<long>> _looks = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, StrongBox<int>> _paths = new(StringComparer.Ordinal);

    public void Count(string route, CoverageKind what, string first, string second, long count)
    {
        var key = new Key(route, what, first, second);
        if (!_counts.TryGetValue(key, out var box)) box = _counts.GetOrAdd(key, static _ => new StrongBox<long>());
        Interlocked.Add(ref box.Value, count);
    }

    public bool Samples(string route)
    {
        var now = time.GetTimestamp();
        if (!_looks.TryGetValue(route, out var last)) return _looks.TryAdd(route, new StrongBox<long>(now));
        var before = Volatile.Read(ref last.Value);
        return time.GetElapsedTime(before, now) >= Pause && Interlocked.CompareExchange(ref last.Value, now, before) == before;
    }

    public void CountPath(string route, string path)
    {
        if (!_counts.ContainsKey(new Key(route, CoverageKind.Unlisted, path, "")))
        {
            var paths = _paths.GetOrAdd(route, static _ => new StrongBox<int>());
            if (Volatile.Read(ref paths.Value) >= MaxPaths) path = MorePaths;
            else Interlocked.Increment(ref paths.Value);
        }

        Count(route, CoverageKind.Unlisted, path, "", 1);
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

    private readonly record struct Key(string Route, CoverageKind What, string First, string Second)
    {
        public string Detail => Second.Length == 0 ? First : $"{First} {Second}";
    }
}

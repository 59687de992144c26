using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TenantGateway.Core.Content;
using TenantGateway.Core.Counting;
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
    private readonly Dictionary<(DateOnly Day, string Route, CoverageKind What, string Detail), long> _unwritten = [];
    private readonly SemaphoreSlim _writing = new(1, 1);
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

    public async ValueTask<IReadOnlyList<CoverageTotal>> SumAsync(DateOnly from, DateOnly to, string? route, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            var stored = await store.SumAsync(from, to, route, cancellationToken);
            Take();
            var waiting = _unwritten.Where(count => count.Key.Day >= from && count.Key.Day <= to && (route is null || count.Key.Route == route))
                .Select(count => new CoverageTotal(count.Key.Route, count.Key.What, count.Key.Detail, count.Value));
            return
            [
                .. stored.Concat(waiting).GroupBy(total => (total.Route, total.What, total.Detail)).Select(same => same.First() with { Count = same.Sum(total => total.Count) })
                    .OrderBy(total => total.Route, StringComparer.Ordinal).ThenBy(total => total.What).ThenBy(total => total.Detail, StringComparer.Ordinal),
            ];
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Adds what was counted since the last time to the store; what cannot be added is kept, with its day.</summary>
    internal async Task FlushAsync(CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            Take();
            if (_unwritten.Count == 0) return;
            await store.AddAsync([.. _unwritten.Select(count => new CoverageCount(count.Key.Day, count.Key.Route, count.Key.What, count.Key.Detail, count.Value))], cancellationToken);
            _unwritten.Clear();
        }
        finally
        {
            _writing.Release();
        }
    }

    // Counts are of the day on which they are taken.
    private void Take()
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        foreach (var (key, counter) in _counts)
        {
            if (Interlocked.Exchange(ref counter.Value, 0) is not (> 0 and var count)) continue;
            CollectionsMarshal.GetValueRefOrAddDefault(_unwritten, (today, key.Route, key.What, key.Detail), out _) += count;
        }
    }

    private readonly record struct Kind(string Route, bool FromCaller, Type Carrier);

    private readonly record struct Key(SeriesName Name, CoverageKind What)
    {
        public Key(string route, CoverageKind what, string first, string second)
            : this(new SeriesName(route, first, second), what)
        {
        }

        public string Route => Name.First;

        public string Detail => Name.Third.Length == 0 ? Name.Second : $"{Name.Second} {Name.Third}";
    }
}

using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using TenantGateway.Core.Access;

namespace TenantGateway.Auditing;

/// <summary>Counters of refusals of callers who are nobody yet, by reason: as many as there are reasons, however many callers.</summary>
internal sealed class AnonymousRefusalCounts
{
    private readonly ConcurrentDictionary<string, StrongBox<long>> _counts = new(StringComparer.Ordinal);

    internal void Add(Reason reason) => Add(reason.Code, 1);

    /// <summary>Also gives back what was taken and could not be recorded.</summary>
    internal void Add(string code, long count) => Interlocked.Add(ref _counts.GetOrAdd(code, static _ => new StrongBox<long>()).Value, count);

    /// <summary>The counts since the last call, by code, where there are any.</summary>
    internal List<KeyValuePair<string, long>> Take()
    {
        List<KeyValuePair<string, long>> taken = [];
        foreach (var (code, counter) in _counts)
        {
            var count = Interlocked.Exchange(ref counter.Value, 0);
            if (count > 0) taken.Add(new(code, count));
        }

        return taken;
    }
}

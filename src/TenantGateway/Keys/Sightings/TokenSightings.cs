using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using TenantGateway.Core.Keys;

namespace TenantGateway.Keys.Sightings;

/// <summary>Counters of opened tokens in memory, as many as generations were met, and their way into the store.</summary>
internal sealed class TokenSightings(ITokenSightingStore store, TimeProvider time) : ITokenSightings
{
    private readonly ConcurrentDictionary<KeyId, StrongBox<long>> _counts = new();

    public void Saw(KeyId generation, int tokens)
    {
        if (!_counts.TryGetValue(generation, out var count)) count = _counts.GetOrAdd(generation, static _ => new StrongBox<long>());
        Interlocked.Add(ref count.Value, tokens);
    }

    /// <summary>What the store has, and what is yet to be added to it here. Writes nothing.</summary>
    internal async ValueTask<Dictionary<KeyId, TokensSeen>> ListAsync(CancellationToken cancellationToken)
    {
        var all = (await store.ListAsync(cancellationToken)).ToDictionary(seen => seen.Generation);
        foreach (var waiting in Waiting(count => Volatile.Read(ref count.Value)))
        {
            all[waiting.Generation] = all.TryGetValue(waiting.Generation, out var stored) ? stored with { Tokens = stored.Tokens + waiting.Tokens, Last = waiting.Last } : waiting;
        }

        return all;
    }

    /// <summary>Adds what was counted since the last time to the store; what cannot be added is kept.</summary>
    internal async Task FlushAsync(CancellationToken cancellationToken)
    {
        var taken = Waiting(count => Interlocked.Exchange(ref count.Value, 0));
        if (taken.Count == 0) return;
        try
        {
            await store.AddAsync(taken, cancellationToken);
        }
        catch
        {
            foreach (var seen in taken) Interlocked.Add(ref _counts[seen.Generation].Value, seen.Tokens);
            throw;
        }
    }

    private List<TokensSeen> Waiting(Func<StrongBox<long>, long> read)
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var waiting = new List<TokensSeen>();
        foreach (var (generation, count) in _counts)
        {
            var tokens = read(count);
            if (tokens > 0) waiting.Add(new TokensSeen(generation, tokens, today, today));
        }

        return waiting;
    }
}

using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.Options;

namespace TenantGateway.Edge.Limits;

/// <summary>
/// What is known of each address. Bounded: somebody may own /64s by the thousand, so that beyond the bound addresses share a state with their
/// neighbourhood, which lands in one of a few, chosen by a hash that is seeded anew in every process.
/// </summary>
internal sealed class AddressTable(IOptions<LimitsOptions> options, ExemptNetworks exempt)
{
    private const int SharedStates = 256;

    private readonly ConcurrentDictionary<AddressKey, AddressState> _states = new();
    private readonly AddressState[] _shared = [.. Enumerable.Range(0, SharedStates).Select(_ => new AddressState())];
    private readonly int _max = options.Value.MaxTrackedAddresses;
    private int _count;

    /// <summary>How many addresses have a state of their own.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>The state of an address; null where no limit of a single address holds.</summary>
    public AddressState? Find(IPAddress? address)
    {
        if (address is null) return null;
        var key = AddressKey.Of(address);
        if (exempt.Contains(key)) return null;
        var subscriber = key.Subscriber;
        if (_states.TryGetValue(subscriber, out var state)) return state;
        if (Count >= _max) return _shared[key.Neighbourhood.GetHashCode() & (SharedStates - 1)];
        state = new AddressState();
        if (!_states.TryAdd(subscriber, state)) return _states.GetValueOrDefault(subscriber, state);
        Interlocked.Increment(ref _count);
        return state;
    }

    /// <summary>Forgets addresses that are at rest.</summary>
    public void Sweep(TimeSpan now)
    {
        foreach (var (key, state) in _states)
        {
            if (!state.TryRetire(now)) continue;
            _states.TryRemove(key, out _);
            Interlocked.Decrement(ref _count);
        }
    }
}

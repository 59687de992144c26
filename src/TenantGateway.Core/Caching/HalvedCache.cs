using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace TenantGateway.Core.Caching;

/// <summary>
/// A bounded table in two halves: when the young half is full it becomes the old one, and the old one is dropped. What is in use moves back to the young half, so a stranger who
/// floods the table costs the regulars one computation each, not more. Reading takes no lock, and nothing counts the table.
/// </summary>
/// <param name="capacity">How many entries there are at most.</param>
public sealed class HalvedCache<TKey, TValue>(int capacity)
    where TKey : notnull
{
    private readonly Lock _turn = new();
    private readonly int _half = Math.Max(1, capacity / 2);
    private volatile ConcurrentDictionary<TKey, TValue> _young = new();
    private volatile ConcurrentDictionary<TKey, TValue> _old = new();
    private int _count;

    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        if (_young.TryGetValue(key, out value)) return true;
        if (!_old.TryGetValue(key, out value)) return false;
        Put(key, value, replaces: false);
        return true;
    }

    /// <summary>Keeps a value in place of the one before.</summary>
    public void Set(TKey key, TValue value) => Put(key, value, replaces: true);

    private void Put(TKey key, TValue value, bool replaces)
    {
        lock (_turn)
        {
            if (!_young.TryAdd(key, value))
            {
                if (replaces) _young[key] = value;
                return;
            }

            if (++_count < _half) return;
            _old = _young;
            _young = new ConcurrentDictionary<TKey, TValue>();
            _count = 0;
        }
    }
}

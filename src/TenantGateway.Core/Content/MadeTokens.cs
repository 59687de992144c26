using TenantGateway.Core.Buffers;
using TenantGateway.Core.Tokens;

namespace TenantGateway.Core.Content;

/// <summary>
/// The tokens that values of one document have become, so that a value found in its prose gets the token that its equal has: a reader of the prose, be it a model, can tell that both are the same. Holds
/// values in the clear until it is cleared; kept from unit to unit.
/// </summary>
internal sealed class MadeTokens : IDisposable
{
    private const int None = -1;

    private readonly ByteBuffer _bytes = new(256);
    private readonly List<Entry> _entries = [];
    private readonly Dictionary<int, int> _last = [];

    /// <summary>The token that a value of a class has become.</summary>
    /// <param name="payload">Class and value.</param>
    /// <param name="isFound">Whether it was found in prose; one of a field is given the token of a value in prose alone, never that of another field.</param>
    /// <param name="token">Valid until the next one is added.</param>
    public bool TryGet(in Payload payload, bool isFound, out ReadOnlySpan<byte> token)
    {
        for (var at = _last.GetValueOrDefault(HashOf(payload), None); at != None; at = _entries[at].Before)
        {
            var entry = _entries[at];
            if (!(isFound || entry.IsFound) || !Of(entry.Class).SequenceEqual(payload.Class) || !Of(entry.Value).SequenceEqual(payload.Value)) continue;
            token = Of(entry.Token);
            return true;
        }

        token = default;
        return false;
    }

    public void Add(in Payload payload, bool isFound, ReadOnlySpan<byte> token)
    {
        var hash = HashOf(payload);
        _entries.Add(new Entry(Keep(payload.Class), Keep(payload.Value), Keep(token), isFound, _last.GetValueOrDefault(hash, None)));
        _last[hash] = _entries.Count - 1;
    }

    /// <summary>Forgets and zeroes everything.</summary>
    public void Clear()
    {
        if (_entries.Count == 0) return;
        _entries.Clear();
        _last.Clear();
        _bytes.Truncate(0);
    }

    public void Dispose() => _bytes.Dispose();

    private static int HashOf(in Payload payload)
    {
        var hash = default(HashCode);
        hash.AddBytes(payload.Class);
        hash.AddBytes(payload.Value);
        return hash.ToHashCode();
    }

    private Range Keep(ReadOnlySpan<byte> bytes)
    {
        var start = _bytes.Length;
        _bytes.Append(bytes);
        return start.._bytes.Length;
    }

    private ReadOnlySpan<byte> Of(Range range) => _bytes.Written[range];

    private readonly record struct Entry(Range Class, Range Value, Range Token, bool IsFound, int Before);
}

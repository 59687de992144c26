using System.Buffers.Binary;
using System.Numerics;

namespace TenantGateway.Core.Audit.Search;

/// <summary>Which records of one segment: a bit each. Not thread-safe.</summary>
public sealed class SequenceSet
{
    /// <summary>Its size as bytes.</summary>
    public const int Size = AuditSegment.Records / 8;

    private readonly ulong[] _words = new ulong[AuditSegment.Records / 64];

    public int Count
    {
        get
        {
            var count = 0;
            foreach (var word in _words) count += BitOperations.PopCount(word);
            return count;
        }
    }

    public bool IsEmpty => !_words.AsSpan().ContainsAnyExcept(0UL);

    /// <summary>The places in the set, ascending.</summary>
    public IEnumerable<int> Offsets
    {
        get
        {
            for (var i = 0; i < _words.Length; i++)
            {
                for (var word = _words[i]; word != 0; word &= word - 1) yield return (i * 64) + BitOperations.TrailingZeroCount(word);
            }
        }
    }

    public void Add(int offset) => _words[offset / 64] |= 1UL << (offset % 64);

    /// <summary>Takes out all places before one.</summary>
    public void RemoveBefore(int offset)
    {
        _words.AsSpan(0, offset / 64).Clear();
        _words[offset / 64] &= ulong.MaxValue << (offset % 64);
    }

    public void IntersectWith(SequenceSet other)
    {
        for (var i = 0; i < _words.Length; i++) _words[i] &= other._words[i];
    }

    public void UnionWith(SequenceSet other)
    {
        for (var i = 0; i < _words.Length; i++) _words[i] |= other._words[i];
    }

    /// <summary>How many are in both.</summary>
    public int CountWith(SequenceSet other)
    {
        var count = 0;
        for (var i = 0; i < _words.Length; i++) count += BitOperations.PopCount(_words[i] & other._words[i]);
        return count;
    }

    /// <param name="bytes">As many as <see cref="Size"/>.</param>
    public void CopyTo(Span<byte> bytes)
    {
        for (var i = 0; i < _words.Length; i++) BinaryPrimitives.WriteUInt64LittleEndian(bytes[(i * sizeof(ulong))..], _words[i]);
    }

    /// <summary>Adds what <see cref="CopyTo"/> wrote.</summary>
    public void UnionWith(ReadOnlySpan<byte> bytes)
    {
        for (var i = 0; i < _words.Length; i++) _words[i] |= BinaryPrimitives.ReadUInt64LittleEndian(bytes[(i * sizeof(ulong))..]);
    }
}

namespace TenantGateway.Core.Detection;

/// <summary>
/// Values that are protected elsewhere in a document, to be found wherever its prose repeats them: as whole words, ASCII letters in any case, everything else exactly.
/// Kept by the caller from document to document; <see cref="Clear"/> zeroes what it held. Not thread-safe.
/// </summary>
/// <remarks>
/// An edge of a value that is a letter or digit is the edge of a word, so <c>Ann</c> is not found in <c>Anniversary</c>. The first eight bytes choose a short list of values,
/// of those with fewer the first three, and the longest that fits is taken. Every comparison is a step of the <see cref="WorkBudget"/>, of a long value several.
/// </remarks>
public sealed class KnownValues
{
    /// <summary>The shortest value that is looked for: shorter ones are words of every text.</summary>
    public const int MinLength = 3;

    /// <summary>The values that are held at most.</summary>
    public const int MaxCount = short.MaxValue;

    private const int Buckets = 4096;
    private const int LongPrefix = 8;

    // A list of rows repeats its values; how far it is looked back for them has a bound, or many values of one start would cost their square.
    private const int Lately = 64;

    private const int BytesOfAStep = 256;

    private readonly short[] _first = new short[Buckets];
    private readonly bool[] _starts = new bool[256];
    private Entry[] _entries = new Entry[16];
    private byte[] _bytes = GC.AllocateUninitializedArray<byte>(1024, pinned: true);
    private int _count;
    private int _length;

    /// <summary>The number of values that were added.</summary>
    public int Count => _count;

    /// <summary>Forgets and zeroes all values.</summary>
    public void Clear()
    {
        Array.Clear(_first);
        Array.Clear(_starts);
        _bytes.AsSpan(0, _length).Clear();
        (_count, _length) = (0, 0);
    }

    /// <summary>Adds a value. One that was added lately is not added again.</summary>
    /// <param name="value">UTF-8; copied.</param>
    /// <param name="known">What a <see cref="Finding"/> of it tells: its place in the order of additions, or that of its equal.</param>
    /// <returns>False, and nothing added, where it is shorter than <see cref="MinLength"/> bytes or there are <see cref="MaxCount"/> already.</returns>
    public bool TryAdd(ReadOnlySpan<byte> value, out int known)
    {
        known = -1;
        if (value.Length < MinLength) return false;
        ref var link = ref _first[BucketOf(value[..(value.Length < LongPrefix ? MinLength : LongPrefix)])];
        known = FindLately(link, value);
        if (known >= 0) return true;
        if (_count == MaxCount) return false;
        EnsureRoom(value.Length);
        value.CopyTo(_bytes.AsSpan(_length));
        known = _count;
        _entries[_count] = new Entry
        {
            Start = _length,
            Length = value.Length,
            Next = link,
            StartsWord = Edge.IsWordAfter(value, 0),
            EndsWord = Edge.IsWordBefore(value, value.Length),
        };
        link = (short)++_count;
        _starts[value[0]] = true;
        _starts[Folded(value[0])] = true;
        if (Edge.IsLetter(value[0])) _starts[value[0] & ~0x20] = true;
        _length += value.Length;
        return true;
    }

    internal bool TryScan(ReadOnlySpan<byte> text, WorkBudget budget, Findings findings)
    {
        if (_count == 0) return true;
        for (var at = 0; at + MinLength <= text.Length;)
        {
            var known = -1;
            if (_starts[text[at]] && !IsInsideWord(text, at) && !TryMatch(text, at, budget, out known)) return false;
            if (known >= 0) findings.Add(new Finding(PersonalDataKind.KnownValue, at, _entries[known].Length, known));
            at += known >= 0 ? _entries[known].Length : 1;
        }

        return true;
    }

    // Most places of a text: no value with an edge there can stand at them. Bytes of other scripts are left to the comparison.
    private static bool IsInsideWord(ReadOnlySpan<byte> text, int at) => text[at] < 0x80 && Edge.IsWordAfter(text, at) && Edge.IsWordBefore(text, at);

    /// <summary>The longest value that stands at a place, or -1; false where the budget was used up.</summary>
    private bool TryMatch(ReadOnlySpan<byte> text, int at, WorkBudget budget, out int known)
    {
        (known, var longest) = (-1, 0);
        if (at + LongPrefix <= text.Length && !TryMatch(_first[BucketOf(text.Slice(at, LongPrefix))], text, at, budget, ref known, ref longest)) return false;
        return TryMatch(_first[BucketOf(text.Slice(at, MinLength))], text, at, budget, ref known, ref longest);
    }

    private bool TryMatch(short first, ReadOnlySpan<byte> text, int at, WorkBudget budget, ref int known, ref int longest)
    {
        for (var next = first; next != 0; next = _entries[next - 1].Next)
        {
            ref readonly var entry = ref _entries[next - 1];
            if (!budget.TrySpend(1 + (entry.Length / BytesOfAStep))) return false;
            // From the last added to the first: of equal ones the first counts.
            if (entry.Length > text.Length - at || entry.Length < longest || !EqualsIgnoringAsciiCase(text.Slice(at, entry.Length), _bytes.AsSpan(entry.Start, entry.Length))) continue;
            if ((entry.StartsWord && Edge.IsWordBefore(text, at)) || (entry.EndsWord && Edge.IsWordAfter(text, at + entry.Length))) continue;
            (known, longest) = (next - 1, entry.Length);
        }

        return true;
    }

    private int FindLately(short first, ReadOnlySpan<byte> value)
    {
        var next = first;
        for (var i = 0; i < Lately && next != 0; i++)
        {
            ref readonly var entry = ref _entries[next - 1];
            if (value.SequenceEqual(_bytes.AsSpan(entry.Start, entry.Length))) return next - 1;
            next = entry.Next;
        }

        return -1;
    }

    private static bool EqualsIgnoringAsciiCase(ReadOnlySpan<byte> text, ReadOnlySpan<byte> value)
    {
        for (var i = 0; i < value.Length; i++)
        {
            if (Folded(text[i]) != Folded(value[i])) return false;
        }

        return true;
    }

    private static int BucketOf(ReadOnlySpan<byte> prefix)
    {
        var hash = (uint)prefix.Length;
        foreach (var character in prefix) hash = (hash * 31) + Folded(character);
        return (int)((hash ^ (hash >> 12)) % Buckets);
    }

    private static byte Folded(byte character) => (uint)(character - 'A') <= 'Z' - 'A' ? (byte)(character | 0x20) : character;

    private void EnsureRoom(int length)
    {
        if (_count == _entries.Length) Array.Resize(ref _entries, _count * 2);
        if (_bytes.Length - _length >= length) return;
        var grown = GC.AllocateUninitializedArray<byte>(Math.Max(_bytes.Length * 2, _length + length), pinned: true);
        _bytes.AsSpan(0, _length).CopyTo(grown);
        _bytes.AsSpan(0, _length).Clear();
        _bytes = grown;
    }

    private struct Entry
    {
        public int Start;
        public int Length;
        public short Next;
        public bool StartsWord;
        public bool EndsWord;
    }
}

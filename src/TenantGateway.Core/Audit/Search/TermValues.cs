namespace TenantGateway.Core.Audit.Search;

/// <summary>
/// Values as UTF-8, one after the other in one array, and where in it each lies: what thousands of them would be as arrays of their own, the collector would have to look at again and again. Not thread-safe.
/// </summary>
internal sealed class TermValues
{
    private byte[] _bytes = new byte[64 * 1024];
    private int _end;

    public TermValues() => Comparer = new ByBytes(this);

    /// <summary>Values that are alike where their bytes are, so that one is found without being added.</summary>
    public IEqualityComparer<Place> Comparer { get; }

    public ReadOnlySpan<byte> this[Place place] => _bytes.AsSpan(place.Start, place.Length);

    /// <summary>Forgets all values, and keeps the room.</summary>
    public void Clear() => _end = 0;

    private Place Add(ReadOnlySpan<byte> value)
    {
        if (_bytes.Length - _end < value.Length) Array.Resize(ref _bytes, Math.Max(2 * _bytes.Length, _end + value.Length));
        value.CopyTo(_bytes.AsSpan(_end));
        _end += value.Length;
        return new Place(_end - value.Length, value.Length);
    }

    /// <summary>Where a value lies.</summary>
    public readonly record struct Place(int Start, int Length);

    // Hashes differ from process to process: values come from outside.
    private sealed class ByBytes(TermValues values) : IEqualityComparer<Place>, IAlternateEqualityComparer<ReadOnlySpan<byte>, Place>
    {
        public bool Equals(Place x, Place y) => values[x].SequenceEqual(values[y]);

        public bool Equals(ReadOnlySpan<byte> alternate, Place other) => alternate.SequenceEqual(values[other]);

        public int GetHashCode(Place place) => GetHashCode(values[place]);

        public int GetHashCode(ReadOnlySpan<byte> alternate)
        {
            var hash = new HashCode();
            hash.AddBytes(alternate);
            return hash.ToHashCode();
        }

        public Place Create(ReadOnlySpan<byte> alternate) => values.Add(alternate);
    }
}

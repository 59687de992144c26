using System.Diagnostics.CodeAnalysis;

namespace TenantGateway.Core.Audit.Search;

/// <summary>Byte strings that are alike where their bytes are, so that one is found without being made. Hashes differ from process to process: values come from outside.</summary>
internal sealed class ByteValues : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
{
    public static readonly ByteValues Instance = new();

    public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

    public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

    public int GetHashCode([DisallowNull] byte[] value) => GetHashCode((ReadOnlySpan<byte>)value);

    public int GetHashCode(ReadOnlySpan<byte> alternate)
    {
        var hash = new HashCode();
        hash.AddBytes(alternate);
        return hash.ToHashCode();
    }

    public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();
}

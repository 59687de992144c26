using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace TenantGateway.Core.Access;

/// <summary>
/// The SHA-256 of a name, such as a subject at its issuer: lets processes and the database compare names without holding them. It is not keyed, so whoever
/// can guess a name can tell that it is meant: it is kept only as long as it is needed.
/// </summary>
public readonly record struct Fingerprint
{
    public const int Size = 32;

    private readonly ulong _first;
    private readonly ulong _second;
    private readonly ulong _third;
    private readonly ulong _fourth;

    /// <param name="digest">The 32 bytes.</param>
    public Fingerprint(ReadOnlySpan<byte> digest)
    {
        if (digest.Length != Size) throw new ArgumentException("A fingerprint has 32 bytes.", nameof(digest));
        _first = BinaryPrimitives.ReadUInt64LittleEndian(digest);
        _second = BinaryPrimitives.ReadUInt64LittleEndian(digest[8..]);
        _third = BinaryPrimitives.ReadUInt64LittleEndian(digest[16..]);
        _fourth = BinaryPrimitives.ReadUInt64LittleEndian(digest[24..]);
    }

    /// <summary>Of names under a purpose: each with its length before it, so that no two lists of names are written alike.</summary>
    public static Fingerprint Of(string purpose, params ReadOnlySpan<string> names)
    {
        var length = LengthOf(purpose);
        foreach (var name in names) length += LengthOf(name);
        var written = length <= 1024 ? stackalloc byte[length] : new byte[length];
        var rest = Write(purpose, written);
        foreach (var name in names) rest = Write(name, rest);
        Span<byte> digest = stackalloc byte[Size];
        SHA256.HashData(written, digest);
        return new Fingerprint(digest);
    }

    public byte[] ToArray()
    {
        var bytes = new byte[Size];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, _first);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(8), _second);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(16), _third);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(24), _fourth);
        return bytes;
    }

    // Any part of a digest is spread as evenly as the whole.
    public override int GetHashCode() => (int)_first;

    /// <summary>The first 16 hexadecimal digits: enough to find a row by.</summary>
    public override string ToString() => Convert.ToHexStringLower(ToArray().AsSpan(0, 8));

    private static int LengthOf(string text) => sizeof(int) + Encoding.UTF8.GetByteCount(text);

    private static Span<byte> Write(string text, Span<byte> bytes)
    {
        var length = Encoding.UTF8.GetBytes(text, bytes[sizeof(int)..]);
        BinaryPrimitives.WriteInt32BigEndian(bytes, length);
        return bytes[(sizeof(int) + length)..];
    }
}

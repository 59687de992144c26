using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;

namespace TenantGateway.Core.Audit.Merkle;

/// <summary>
/// A hash of the Merkle tree of RFC 6962 section 2.1 over SHA-256: of a leaf, with 0x00 in front, or of an inner node, with 0x01 in front, so that neither
/// passes for the other.
/// </summary>
public readonly record struct MerkleHash
{
    public const int Size = SHA256.HashSizeInBytes;

    private const int OnStack = 1024;

    private readonly Vector256<byte> _bytes;

    private MerkleHash(ReadOnlySpan<byte> bytes) => _bytes = Vector256.Create(bytes);

    /// <summary>The root of the tree without leaves: SHA-256 of nothing.</summary>
    public static MerkleHash Empty { get; } = new(SHA256.HashData([]));

    public static MerkleHash OfLeaf(ReadOnlySpan<byte> leaf)
    {
        var length = leaf.Length + 1;
        byte[]? rented = null;
        Span<byte> input = length <= OnStack ? stackalloc byte[OnStack] : rented = ArrayPool<byte>.Shared.Rent(length);
        input[0] = 0;
        leaf.CopyTo(input[1..]);
        var hash = Of(input[..length]);
        if (rented is not null) ArrayPool<byte>.Shared.Return(rented);
        return hash;
    }

    public static MerkleHash OfNode(MerkleHash left, MerkleHash right)
    {
        Span<byte> input = stackalloc byte[1 + (2 * Size)];
        input[0] = 1;
        left.CopyTo(input[1..]);
        right.CopyTo(input[(1 + Size)..]);
        return Of(input);
    }

    public static MerkleHash Read(ReadOnlySpan<byte> bytes) =>
        bytes.Length == Size ? new MerkleHash(bytes) : throw new ArgumentException($"A hash of the tree has {Size} bytes.", nameof(bytes));

    /// <summary>Takes standard base64 (RFC 4648 section 4) in its one canonical spelling: each other one is refused.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out MerkleHash hash)
    {
        hash = default;
        Span<byte> bytes = stackalloc byte[Size];
        if (text is null || !Convert.TryFromBase64String(text, bytes, out var written) || written != Size) return false;
        hash = new MerkleHash(bytes);
        return hash.ToString() == text;
    }

    public void CopyTo(Span<byte> destination) => _bytes.CopyTo(destination);

    public byte[] ToArray()
    {
        var bytes = new byte[Size];
        CopyTo(bytes);
        return bytes;
    }

    /// <summary>Standard base64: 44 characters.</summary>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[Size];
        CopyTo(bytes);
        return Convert.ToBase64String(bytes);
    }

    private static MerkleHash Of(ReadOnlySpan<byte> input)
    {
        Span<byte> hash = stackalloc byte[Size];
        SHA256.HashData(input, hash);
        return new MerkleHash(hash);
    }
}

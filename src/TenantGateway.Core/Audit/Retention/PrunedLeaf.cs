using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using TenantGateway.Core.Audit.Merkle;

namespace TenantGateway.Core.Audit.Retention;

/// <summary>What is left of a record whose retention has ended: whose it was, its number and its leaf hash, so that the tree stays whole.</summary>
/// <param name="Tenant">Whose record.</param>
/// <param name="Sequence">Its number within the tenant.</param>
/// <param name="Hash">Its leaf hash.</param>
public sealed record PrunedLeaf(string Tenant, long Sequence, MerkleHash Hash)
{
    private const string Word = "pruned";

    private const int FixedLength = MerkleHash.Size + sizeof(long);

    /// <summary>As a line of an export: no record begins like it.</summary>
    public string Line => string.Create(CultureInfo.InvariantCulture, $"{Word} {Tenant} {Sequence} {Hash}");

    /// <returns>False for what is no such line, such as a record.</returns>
    public static bool TryParseLine(ReadOnlySpan<byte> line, [NotNullWhen(true)] out PrunedLeaf? pruned)
    {
        pruned = null;
        if (!line.StartsWith("pruned "u8)) return false;
        var text = Encoding.UTF8.GetString(line);
        if (text.Split(' ') is not [Word, { Length: > 0 } tenant, var number, var base64]) return false;
        if (!long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var sequence) || sequence < 1 || !MerkleHash.TryParse(base64, out var hash)) return false;
        pruned = new PrunedLeaf(tenant, sequence, hash);
        return pruned.Line == text;
    }

    /// <summary>As it is stored: hash, number (8 bytes big-endian), tenant.</summary>
    internal byte[] Encode()
    {
        var bytes = new byte[FixedLength + Encoding.UTF8.GetByteCount(Tenant)];
        Hash.CopyTo(bytes);
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(MerkleHash.Size), Sequence);
        Encoding.UTF8.GetBytes(Tenant, bytes.AsSpan(FixedLength));
        return bytes;
    }

    internal static bool TryDecode(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out PrunedLeaf? pruned)
    {
        pruned = null;
        if (bytes.Length <= FixedLength) return false;
        var sequence = BinaryPrimitives.ReadInt64BigEndian(bytes[MerkleHash.Size..]);
        if (sequence < 1) return false;
        pruned = new PrunedLeaf(Encoding.UTF8.GetString(bytes[FixedLength..]), sequence, MerkleHash.Read(bytes[..MerkleHash.Size]));
        return true;
    }
}

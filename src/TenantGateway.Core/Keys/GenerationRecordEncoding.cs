using System.Buffers.Binary;
using System.Text;

namespace TenantGateway.Core.Keys;

/// <summary>
/// The bytes of a generation record that are signed: a domain string, then every member with its length (32 bit, big endian) in front, so that
/// no two records share an encoding.
/// </summary>
public static class GenerationRecordEncoding
{
    private static readonly byte[] Domain = "TenantGateway generation record v1"u8.ToArray();

    /// <summary>Encodes all members but the signature.</summary>
    public static byte[] Encode(GenerationRecord record)
    {
        using var buffer = new MemoryStream();
        Append(buffer, Domain);
        Append(buffer, Encoding.ASCII.GetBytes(record.Tenant.Value));
        Append(buffer, Encoding.ASCII.GetBytes(record.KeyId.ToString()));
        Append(buffer, (long)record.Line);
        Append(buffer, record.Number);
        Append(buffer, (long)record.State);
        Append(buffer, record.Epoch);
        Append(buffer, Encoding.UTF8.GetBytes(record.KekId));
        Append(buffer, record.WrappedKey.Span);
        return buffer.ToArray();
    }

    private static void Append(MemoryStream buffer, ReadOnlySpan<byte> member)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(length, member.Length);
        buffer.Write(length);
        buffer.Write(member);
    }

    private static void Append(MemoryStream buffer, long member)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, member);
        Append(buffer, bytes);
    }
}

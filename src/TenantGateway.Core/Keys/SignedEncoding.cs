using System.Buffers.Binary;

namespace TenantGateway.Core.Keys;

/// <summary>
/// How records are laid out for signing: every member with its length (32 bit, big endian) in front, so that no two records share an encoding.
/// </summary>
internal static class SignedEncoding
{
    internal static void Append(MemoryStream buffer, ReadOnlySpan<byte> member)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(length, member.Length);
        buffer.Write(length);
        buffer.Write(member);
    }

    internal static void Append(MemoryStream buffer, long member)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, member);
        Append(buffer, bytes);
    }
}

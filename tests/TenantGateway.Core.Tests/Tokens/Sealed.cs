using System.Text;
using TenantGateway.Core.Access;
using TenantGateway.Core.Buffers;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Tokens;

namespace TenantGateway.Core.Tests.Tokens;

/// <summary>Seals and opens single values.</summary>
internal static class Sealed
{
    public static byte[] Token(GenerationKey key, ReadOnlySpan<byte> value, string fieldClass = "email", PayloadType type = PayloadType.Text)
    {
        using var output = new ByteBuffer(64);
        StoredToken.Seal(key, new Payload(type, Encoding.ASCII.GetBytes(fieldClass), value), output);
        return output.Written.ToArray();
    }

    public static string Token(GenerationKey key, string value, string fieldClass = "email", PayloadType type = PayloadType.Text) =>
        Encoding.ASCII.GetString(Token(key, Encoding.UTF8.GetBytes(value), fieldClass, type));

    public static byte[] HandleOf(GenerationKey key, ActorId actor, ReadOnlySpan<byte> value, string fieldClass = "email")
    {
        using var output = new ByteBuffer(64);
        HandleToken.Seal(key, actor, new Payload(PayloadType.Text, Encoding.ASCII.GetBytes(fieldClass), value), output);
        return output.Written.ToArray();
    }

    /// <summary>Null where the text is no token, does not open or is of another class than the one asked for.</summary>
    public static byte[]? OpenToken(GenerationKey key, ReadOnlySpan<byte> token, string? fieldClass = null)
    {
        var opened = Scratch.Rent(16);
        try
        {
            return TokenHeader.TryRead(token, out var header) && StoredToken.TryOpen(key, header, token, ref opened, out var payload)
                && (fieldClass is null || Encoding.ASCII.GetString(payload.Class) == fieldClass)
                    ? payload.Value.ToArray()
                    : null;
        }
        finally
        {
            opened.Dispose();
        }
    }

    /// <inheritdoc cref="OpenToken"/>
    public static byte[]? OpenHandle(GenerationKey key, ActorId actor, ReadOnlySpan<byte> handle, string fieldClass = "email")
    {
        var opened = Scratch.Rent(16);
        try
        {
            return TokenHeader.TryRead(handle, out var header)
                && HandleToken.TryOpen(key, actor, Encoding.ASCII.GetBytes(fieldClass), header, handle, ref opened, out var payload)
                    ? payload.Value.ToArray()
                    : null;
        }
        finally
        {
            opened.Dispose();
        }
    }

    /// <summary>The lengths that a format has to get right: every short one, the edges of blocks, the longest.</summary>
    public static IEnumerable<int> Lengths => [.. Enumerable.Range(0, 201), 255, 256, 257, 4095, 4096, Payload.MaxValueLength - 1, Payload.MaxValueLength];

    public static byte[] Value(int length) => [.. Enumerable.Range(0, length).Select(i => (byte)(i * 37))];
}

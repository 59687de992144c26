using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace TenantGateway.Core.Audit.Search;

/// <summary>
/// Where a search goes on: the number of the last record that was given, bound to the tenant and the filter. It grants nothing: whoever makes one up goes on at another
/// record of the same search.
/// </summary>
public static class AuditCursor
{
    private const int BindingSize = 16;

    /// <returns>32 characters of unpadded base64url.</returns>
    public static string Of(AuditFilter filter, long sequence)
    {
        Span<byte> cursor = stackalloc byte[sizeof(long) + BindingSize];
        BinaryPrimitives.WriteInt64BigEndian(cursor, sequence);
        Bind(filter, sequence, cursor[sizeof(long)..]);
        return Base64Url.EncodeToString(cursor);
    }

    /// <returns>False for what is no cursor of this search.</returns>
    public static bool TryRead(AuditFilter filter, string text, out long sequence)
    {
        sequence = 0;
        Span<byte> cursor = stackalloc byte[sizeof(long) + BindingSize];
        if (text.Length != 32 || !Base64Url.IsValid(text) || !Base64Url.TryDecodeFromChars(text, cursor, out var written) || written != cursor.Length) return false;
        sequence = BinaryPrimitives.ReadInt64BigEndian(cursor);
        Span<byte> binding = stackalloc byte[BindingSize];
        Bind(filter, sequence, binding);
        return sequence >= 1 && CryptographicOperations.FixedTimeEquals(binding, cursor[sizeof(long)..]);
    }

    private static void Bind(AuditFilter filter, long sequence, Span<byte> binding) =>
        SHA256.HashData(Encoding.UTF8.GetBytes($"cursor\n{sequence}\n{filter.Text}")).AsSpan(0, BindingSize).CopyTo(binding);
}

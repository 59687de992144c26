using System.Text;

namespace TenantGateway.Core.Keys;

/// <summary>The bytes of a service key record that are signed, laid out as those of a generation record under a domain string of their own.</summary>
public static class ServiceKeyRecordEncoding
{
    private static readonly byte[] Domain = "TenantGateway service key record v1"u8.ToArray();

    /// <summary>Encodes all members but the signature; the time in milliseconds since 1970.</summary>
    public static byte[] Encode(ServiceKeyRecord record)
    {
        using var buffer = new MemoryStream();
        SignedEncoding.Append(buffer, Domain);
        SignedEncoding.Append(buffer, Encoding.UTF8.GetBytes(record.KeyId));
        SignedEncoding.Append(buffer, Encoding.UTF8.GetBytes(record.Purpose));
        SignedEncoding.Append(buffer, Encoding.UTF8.GetBytes(record.KekId));
        SignedEncoding.Append(buffer, record.WrappedKey.Span);
        SignedEncoding.Append(buffer, record.PublicKey.Span);
        SignedEncoding.Append(buffer, record.CreatedAt.ToUnixTimeMilliseconds());
        return buffer.ToArray();
    }
}

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
        SignedEncoding.Append(buffer, Domain);
        SignedEncoding.Append(buffer, Encoding.ASCII.GetBytes(record.Tenant.Value));
        SignedEncoding.Append(buffer, Encoding.ASCII.GetBytes(record.KeyId.ToString()));
        SignedEncoding.Append(buffer, (long)record.Line);
        SignedEncoding.Append(buffer, record.Number);
        SignedEncoding.Append(buffer, (long)record.State);
        SignedEncoding.Append(buffer, record.Epoch);
        SignedEncoding.Append(buffer, Encoding.UTF8.GetBytes(record.KekId));
        SignedEncoding.Append(buffer, record.WrappedKey.Span);
        return buffer.ToArray();
    }
}

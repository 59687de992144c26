using System.Text;

namespace TenantGateway.Core.Keys;

/// <summary>
/// The bytes of a generation record that are signed: a domain string, then every member with its length (32 bit, big endian) in front, so that
/// no two records share an encoding. A record that has a time or a mark is laid out as version 2: the same members, then both times in
/// milliseconds since 1970, empty where they are not known, and the mark as 0 or 1.
/// </summary>
public static class GenerationRecordEncoding
{
    private static readonly byte[] Version1 = "TenantGateway generation record v1"u8.ToArray();
    private static readonly byte[] Version2 = "TenantGateway generation record v2"u8.ToArray();

    /// <summary>Encodes all members but the signature.</summary>
    public static byte[] Encode(GenerationRecord record)
    {
        var isVersion2 = record.CreatedAt is not null || record.StateSince is not null || record.IsCompromised;
        using var buffer = new MemoryStream();
        SignedEncoding.Append(buffer, isVersion2 ? Version2 : Version1);
        SignedEncoding.Append(buffer, Encoding.ASCII.GetBytes(record.Tenant.Value));
        SignedEncoding.Append(buffer, Encoding.ASCII.GetBytes(record.KeyId.ToString()));
        SignedEncoding.Append(buffer, (long)record.Line);
        SignedEncoding.Append(buffer, record.Number);
        SignedEncoding.Append(buffer, (long)record.State);
        SignedEncoding.Append(buffer, record.Epoch);
        SignedEncoding.Append(buffer, Encoding.UTF8.GetBytes(record.KekId));
        SignedEncoding.Append(buffer, record.WrappedKey.Span);
        if (isVersion2)
        {
            Append(buffer, record.CreatedAt);
            Append(buffer, record.StateSince);
            SignedEncoding.Append(buffer, record.IsCompromised ? 1 : 0);
        }

        return buffer.ToArray();
    }

    private static void Append(MemoryStream buffer, DateTimeOffset? time)
    {
        if (time is { } known) SignedEncoding.Append(buffer, known.ToUnixTimeMilliseconds());
        else SignedEncoding.Append(buffer, []);
    }
}

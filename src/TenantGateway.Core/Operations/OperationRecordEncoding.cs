using System.Text;
using TenantGateway.Core.Keys;

namespace TenantGateway.Core.Operations;

/// <summary>The bytes of an operation record that are signed, laid out as those of a generation record under a domain string of their own.</summary>
public static class OperationRecordEncoding
{
    private static readonly byte[] Domain = "TenantGateway operation record v1"u8.ToArray();

    /// <summary>Encodes all members but the lease and the signature; times in milliseconds since 1970, what is absent as an empty member.</summary>
    public static byte[] Encode(OperationRecord record)
    {
        var operation = record.Operation;
        using var buffer = new MemoryStream();
        SignedEncoding.Append(buffer, Domain);
        AppendText(buffer, operation.Id);
        // What will be done, as one: the hash covers kind, tenant, parameters and effects, and is computed anew, not taken from the record.
        SignedEncoding.Append(buffer, OperationHash.Of(operation.Kind, operation.Tenant, operation.Parameters, operation.Effects));
        SignedEncoding.Append(buffer, operation.Hash.Span);
        SignedEncoding.Append(buffer, (long)operation.State);
        AppendText(buffer, operation.RequestedBy.Value);
        AppendText(buffer, record.RequestedBySubject.Value);
        AppendTime(buffer, operation.RequestedAt);
        AppendTime(buffer, operation.ExpiresAt);
        AppendText(buffer, operation.DecidedBy?.Value);
        AppendTime(buffer, operation.DecidedAt);
        AppendTime(buffer, operation.EndedAt);
        AppendText(buffer, operation.Outcome);
        SignedEncoding.Append(buffer, operation.Epoch);
        SignedEncoding.Append(buffer, record.SealedReason.Span);
        return buffer.ToArray();
    }

    private static void AppendText(MemoryStream buffer, string? text) => SignedEncoding.Append(buffer, Encoding.UTF8.GetBytes(text ?? ""));

    private static void AppendTime(MemoryStream buffer, DateTimeOffset? time)
    {
        if (time is { } at) SignedEncoding.Append(buffer, at.ToUnixTimeMilliseconds());
        else SignedEncoding.Append(buffer, []);
    }
}

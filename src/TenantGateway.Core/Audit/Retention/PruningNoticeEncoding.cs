using System.Text;
using TenantGateway.Core.Keys;

namespace TenantGateway.Core.Audit.Retention;

/// <summary>The bytes of a notice that are signed, under a domain string of their own.</summary>
public static class PruningNoticeEncoding
{
    private static readonly byte[] Domain = "TenantGateway audit pruning v1"u8.ToArray();

    /// <param name="origin">Which log.</param>
    /// <param name="tenant">Whose records.</param>
    /// <param name="notice">Its signature is not part of it.</param>
    public static byte[] Encode(string origin, string tenant, PruningNotice notice)
    {
        using var buffer = new MemoryStream();
        SignedEncoding.Append(buffer, Domain);
        SignedEncoding.Append(buffer, Encoding.UTF8.GetBytes(origin));
        SignedEncoding.Append(buffer, Encoding.UTF8.GetBytes(tenant));
        SignedEncoding.Append(buffer, notice.Through);
        SignedEncoding.Append(buffer, notice.Root.ToArray());
        SignedEncoding.Append(buffer, notice.Until.ToUnixTimeMilliseconds());
        SignedEncoding.Append(buffer, notice.Days);
        return buffer.ToArray();
    }

    /// <param name="notice">What is to be verified.</param>
    /// <param name="origin">The log that the record is of.</param>
    /// <param name="tenant">The tenant that the record is of.</param>
    /// <param name="signingKey">SubjectPublicKeyInfo (DER) of the deployment's signing key.</param>
    public static bool IsSigned(PruningNotice notice, string origin, string tenant, ReadOnlySpan<byte> signingKey) =>
        RecordSignature.Verify(signingKey, Encode(origin, tenant, notice), notice.Signature.Span);
}

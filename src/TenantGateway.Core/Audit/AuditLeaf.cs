using System.Buffers.Text;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using TenantGateway.Core.Access;
using TenantGateway.Core.Audit.Merkle;

namespace TenantGateway.Core.Audit;

/// <summary>
/// The exact bytes of an audit record: one JSON object in the canonical form of RFC 8785, of strings, integers and arrays. Members, in their order (those that do
/// not apply are absent): <c>actor, actorType, code, count, details, event, evidence, given [{class, count, form}], keyIds [], operation, organization, outcome,
/// outcomeCode, part, parts, policy, policyVersion, prev, pruned {days, root, signature, through, until}, purpose, reasonReference, request, route, seq, service, session, subject, subjects [], tenant, time, trace, v</c>.
/// </summary>
/// <remarks>
/// <c>prev</c> is the unpadded base64url of the leaf hash of the tenant's previous record and absent in its first; <c>time</c> is RFC 3339 in UTC with milliseconds;
/// <c>details</c> is a salted commitment to the sealed details, or <c>dropped</c> where they could not be sealed.
/// <para>
/// Version 1 had fewer members, the plain SHA-256 of the previous record in <c>prev</c>, and that of the sealed details in <c>details</c>.
/// </para>
/// </remarks>
public static class AuditLeaf
{
    public const int Version = 2;

    /// <summary>Stands in <c>details</c> where there were details but no key to seal them.</summary>
    public const string DetailsDropped = "dropped";

    /// <summary>Encodes an entry at its place.</summary>
    public static byte[] Encode(AuditEntry entry, AuditPlace place) => new AuditLeafEncoder().Encode(entry, place).ToArray();

    /// <summary>How a record of the current version names the one before it: unpadded base64url, 43 characters.</summary>
    public static string Link(MerkleHash previous)
    {
        Span<byte> hash = stackalloc byte[MerkleHash.Size];
        previous.CopyTo(hash);
        return Base64Url.EncodeToString(hash);
    }

    /// <summary>How a record of that version names the previous one.</summary>
    public static string LinkTo(ReadOnlySpan<byte> previousLeaf, int version) => version == 1 ? HashOf(previousLeaf) : Link(MerkleHash.OfLeaf(previousLeaf));

    /// <summary>SHA-256 as unpadded base64url (RFC 4648 section 5): 43 characters.</summary>
    public static string HashOf(ReadOnlySpan<byte> bytes)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes, hash);
        return Base64Url.EncodeToString(hash);
    }

    internal static string NameOf(Form form) => form switch
    {
        Form.Clear => "clear",
        Form.Mask => "mask",
        Form.Handle => "handle",
        Form.Remove => "remove",
        _ => throw new UnreachableException($"Form {form} has no name in the audit trail."),
    };

    internal static void FormatTime(DateTimeOffset time, Span<byte> destination) =>
        time.UtcDateTime.TryFormat(destination, out _, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}

using System.Buffers.Text;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using TenantGateway.Core.Access;

namespace TenantGateway.Core.Audit;

/// <summary>
/// The exact bytes of an audit record: one JSON object in the canonical form of RFC 8785, of strings, integers and the one array
/// <c>given</c>. Members, in their order (those that do not apply are absent):
/// <c>actor, actorType, code, count, details, event, evidence, given [{class, count, form}], outcome, policy, policyVersion, prev, purpose, request, route,
/// seq, service, subject, tenant, time, trace, v</c>.
/// </summary>
/// <remarks>
/// <c>prev</c> is the unpadded base64url of SHA-256 over the tenant's previous leaf and absent in its first; <c>time</c> is RFC 3339 in UTC
/// with milliseconds; <c>details</c> is the same hash over the sealed details, or <c>dropped</c> where they could not be sealed.
/// </remarks>
public static class AuditLeaf
{
    public const int Version = 1;

    /// <summary>Stands in <c>details</c> where there were details but no key to seal them.</summary>
    public const string DetailsDropped = "dropped";

    /// <summary>Encodes an entry at its place.</summary>
    public static byte[] Encode(AuditEntry entry, AuditPlace place)
    {
        var json = new CanonicalJsonWriter();
        json.BeginObject();
        json.OptionalMember("actor", entry.Actor?.Value);
        json.OptionalMember("actorType", entry.ActorKind != ActorKind.Person ? entry.ActorKind.Word() : null);
        json.Member("code", entry.Event.Code);
        json.OptionalMember("count", entry.Count);
        json.OptionalMember("details", place.Details);
        json.Member("event", entry.Event.Name);
        json.OptionalMember("evidence", entry.Evidence);
        WriteGiven(json, entry);
        json.Member("outcome", entry.Outcome);
        json.OptionalMember("policy", entry.PolicyName);
        json.OptionalMember("policyVersion", entry.PolicyVersion);
        json.OptionalMember("prev", place.PreviousHash);
        json.OptionalMember("purpose", entry.Purpose);
        json.OptionalMember("request", entry.RequestId);
        json.OptionalMember("route", entry.Route);
        json.Member("seq", place.Sequence);
        json.OptionalMember("service", entry.Service);
        json.OptionalMember("subject", entry.Subject);
        json.Member("tenant", entry.Tenant.Value);
        json.Member("time", place.Time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        json.OptionalMember("trace", entry.TraceId);
        json.Member("v", Version);
        json.EndObject();
        return json.ToArray();
    }

    /// <summary>SHA-256 as unpadded base64url (RFC 4648 section 5): 43 characters.</summary>
    public static string HashOf(ReadOnlySpan<byte> bytes)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes, hash);
        return Base64Url.EncodeToString(hash);
    }

    private static void WriteGiven(CanonicalJsonWriter json, AuditEntry entry)
    {
        json.BeginArray("given");
        foreach (var disclosure in entry.Disclosures)
        {
            json.BeginObject();
            json.Member("class", disclosure.Class.Value);
            json.Member("count", disclosure.Count);
            json.Member("form", NameOf(disclosure.Form));
            json.EndObject();
        }

        json.EndArray();
    }

    private static string NameOf(Form form) => form switch
    {
        Form.Clear => "clear",
        Form.Mask => "mask",
        Form.Handle => "handle",
        _ => throw new UnreachableException($"Form {form} has no name in the audit trail."),
    };
}

using System.Collections.Immutable;
using TenantGateway.Core.Audit.Merkle;

namespace TenantGateway.Core.Audit;

/// <summary>Writes leaves (<see cref="AuditLeaf"/>) one after the other into one buffer. Not thread-safe.</summary>
public sealed class AuditLeafEncoder
{
    private const int TimeLength = 24;

    private readonly CanonicalJsonWriter _json = new();
    private readonly byte[] _time = new byte[TimeLength];
    private DateTimeOffset? _formatted;

    /// <returns>The leaf, until the next call.</returns>
    public ReadOnlySpan<byte> Encode(AuditEntry entry, AuditPlace place)
    {
        _json.Reset();
        _json.BeginObject();
        WriteWho(entry);
        WriteWhat(entry, place);
        WriteWhere(entry, place);
        _json.EndObject();
        return _json.Written;
    }

    private void WriteWho(AuditEntry entry)
    {
        _json.OptionalMember("actor", entry.Actor?.Value);
        _json.OptionalMember("actorType", entry.ActorType);
    }

    private void WriteWhat(AuditEntry entry, AuditPlace place)
    {
        _json.Member("code", entry.Event.Code);
        _json.OptionalMember("count", entry.Count);
        _json.OptionalMember("details", place.Details);
        _json.Member("event", entry.Event.Name);
        _json.OptionalMember("evidence", entry.Evidence);
        WriteGiven(entry);
        WriteItems("keyIds", entry.KeyIds);
        _json.OptionalMember("operation", entry.Operation);
        _json.OptionalMember("organization", entry.Organization?.Value);
        _json.Member("outcome", entry.Outcome);
        _json.Member("outcomeCode", AuditOutcomes.CodeOf(entry.Outcome));
        _json.OptionalMember("part", entry.Part?.Number);
        _json.OptionalMember("parts", entry.Part?.Of);
        _json.OptionalMember("policy", entry.PolicyName);
        _json.OptionalMember("policyVersion", entry.PolicyVersion);
    }

    private void WriteWhere(AuditEntry entry, AuditPlace place)
    {
        if (place.Previous is { } previous) WritePrevious(previous);
        WritePruning(entry.Pruning);
        _json.OptionalMember("purpose", entry.Purpose);
        _json.OptionalMember("reasonReference", entry.ReasonReference);
        _json.OptionalMember("request", entry.RequestId);
        _json.OptionalMember("route", entry.Route);
        _json.Member("seq", place.Sequence);
        _json.OptionalMember("service", entry.Service);
        _json.OptionalMember("session", entry.Session);
        _json.OptionalMember("subject", entry.Subject);
        WriteItems("subjects", entry.Subjects);
        _json.Member("tenant", entry.Tenant.Value);
        _json.PlainMember("time", TimeOf(place.Time));
        _json.OptionalMember("trace", entry.TraceId);
        _json.OptionalMember("unverified", entry.Unverified);
        _json.Member("v", AuditLeaf.Version);
    }

    private void WritePruning(PruningNotice? notice)
    {
        if (notice is null) return;
        _json.BeginObject("pruned");
        _json.Member("days", notice.Days);
        _json.Member("root", notice.Root.ToString());
        _json.Member("signature", System.Buffers.Text.Base64Url.EncodeToString(notice.Signature.Span));
        _json.Member("through", notice.Through);
        _json.Member("until", notice.Until.ToUnixTimeMilliseconds());
        _json.EndObject();
    }

    private void WriteGiven(AuditEntry entry)
    {
        _json.BeginArray("given");
        foreach (var disclosure in entry.Disclosures)
        {
            _json.BeginObject();
            _json.Member("class", disclosure.Class.Value);
            _json.Member("count", disclosure.Count);
            _json.Member("form", AuditLeaf.NameOf(disclosure.Form));
            _json.EndObject();
        }

        _json.EndArray();
    }

    private void WriteItems(string name, ImmutableArray<string> items)
    {
        if (items.IsDefaultOrEmpty) return;
        _json.BeginArray(name);
        foreach (var item in items) _json.Item(item);
        _json.EndArray();
    }

    private void WritePrevious(MerkleHash previous)
    {
        Span<byte> hash = stackalloc byte[MerkleHash.Size];
        Span<byte> text = stackalloc byte[64];
        previous.CopyTo(hash);
        System.Buffers.Text.Base64Url.EncodeToUtf8(hash, text, out _, out var written);
        _json.PlainMember("prev", text[..written]);
    }

    // All records of a batch have one time.
    private ReadOnlySpan<byte> TimeOf(DateTimeOffset time)
    {
        if (_formatted != time) AuditLeaf.FormatTime(time, _time);
        _formatted = time;
        return _time;
    }
}

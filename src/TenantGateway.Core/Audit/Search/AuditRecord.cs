using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace TenantGateway.Core.Audit.Search;

/// <summary>What of a record is searched by, read from its leaf. Leaves of every version are read; what a version does not have is absent.</summary>
public sealed record AuditRecord
{
    public required string Tenant { get; init; }

    public required long Sequence { get; init; }

    public required DateTimeOffset Time { get; init; }

    /// <summary>By kind; no two are alike.</summary>
    public required ImmutableArray<AuditTerm> Terms { get; init; }

    /// <returns>False for what is no record, such as one whose bytes are not kept any more.</returns>
    public static bool TryRead(ReadOnlySpan<byte> leaf, [NotNullWhen(true)] out AuditRecord? record)
    {
        record = null;
        var reader = new Utf8JsonReader(leaf);
        var found = new Found([]);
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return false;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName) ReadMember(ref reader, ref found);
            if (reader.TokenType != JsonTokenType.EndObject) return false;
        }
        catch (Exception odd) when (odd is JsonException or InvalidOperationException)
        {
            return false;
        }

        if (found is not { Tenant: { } tenant, Time: { } time, Sequence: >= 1 }) return false;
        record = new AuditRecord { Tenant = tenant, Sequence = found.Sequence, Time = time, Terms = [.. found.Terms.Distinct()] };
        return true;
    }

    private static void ReadMember(ref Utf8JsonReader reader, ref Found found)
    {
        if (reader.ValueTextEquals("tenant"u8)) found.Tenant = Text(ref reader);
        else if (reader.ValueTextEquals("seq"u8)) found.Sequence = Number(ref reader);
        else if (reader.ValueTextEquals("time"u8)) found.Time = Moment(ref reader);
        else if (reader.ValueTextEquals("given"u8)) ReadClasses(ref reader, found.Terms);
        else if (reader.ValueTextEquals("keyIds"u8)) ReadItems(ref reader, TermKind.Key, found.Terms);
        else if (reader.ValueTextEquals("subjects"u8)) ReadItems(ref reader, TermKind.Subject, found.Terms);
        else if (KindOf(reader) is { } kind) found.Terms.Add(new AuditTerm(kind, Text(ref reader) ?? ""));
        else Pass(ref reader);
    }

    // The members that hold one value each.
    private static TermKind? KindOf(in Utf8JsonReader reader) =>
        reader.ValueTextEquals("event"u8) ? TermKind.Event
        : reader.ValueTextEquals("outcome"u8) ? TermKind.Outcome
        : reader.ValueTextEquals("route"u8) ? TermKind.Route
        : reader.ValueTextEquals("actor"u8) ? TermKind.Actor
        : reader.ValueTextEquals("subject"u8) ? TermKind.Subject
        : reader.ValueTextEquals("request"u8) ? TermKind.Request
        : reader.ValueTextEquals("trace"u8) ? TermKind.Trace
        : reader.ValueTextEquals("operation"u8) ? TermKind.Operation
        : reader.ValueTextEquals("session"u8) ? TermKind.Session
        : null;

    private static void ReadClasses(ref Utf8JsonReader reader, List<AuditTerm> terms)
    {
        reader.Read();
        var depth = reader.CurrentDepth;
        while (reader.Read() && reader.CurrentDepth > depth)
        {
            if (reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("class"u8)) terms.Add(new AuditTerm(TermKind.Class, Text(ref reader) ?? ""));
        }
    }

    private static void ReadItems(ref Utf8JsonReader reader, TermKind kind, List<AuditTerm> terms)
    {
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.String) terms.Add(new AuditTerm(kind, reader.GetString() ?? ""));
    }

    private static string? Text(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.GetString();
    }

    private static long Number(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.TryGetInt64(out var number) ? number : 0;
    }

    private static DateTimeOffset? Moment(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.TryGetDateTimeOffset(out var time) ? time.ToUniversalTime() : null;
    }

    private static void Pass(ref Utf8JsonReader reader)
    {
        reader.Read();
        reader.Skip();
    }

    private record struct Found(List<AuditTerm> Terms)
    {
        public string? Tenant { get; set; }

        public long Sequence { get; set; }

        public DateTimeOffset? Time { get; set; }
    }
}

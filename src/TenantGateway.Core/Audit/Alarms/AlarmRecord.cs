using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace TenantGateway.Core.Audit.Alarms;

/// <summary>What of a record alarms go by.</summary>
public sealed record AlarmRecord
{
    /// <summary>Its index in the log.</summary>
    public required long Index { get; init; }

    public required string Tenant { get; init; }

    public required long Sequence { get; init; }

    public required DateTimeOffset Time { get; init; }

    /// <summary>The name of the event.</summary>
    public required string Event { get; init; }

    public required string Outcome { get; init; }

    public string? Actor { get; init; }

    public string? Route { get; init; }

    public string? Subject { get; init; }

    /// <summary>For how many events it stands.</summary>
    public long Count { get; init; } = 1;

    /// <summary>The classes of which clear values were given.</summary>
    public ImmutableArray<string> ClearClasses { get; init; } = [];

    /// <summary>How many clear values were given.</summary>
    public long ClearValues { get; init; }

    /// <returns>False for what is no record, such as one whose bytes are not kept any more.</returns>
    public static bool TryRead(ReadOnlySpan<byte> leaf, long index, [NotNullWhen(true)] out AlarmRecord? record)
    {
        record = null;
        var reader = new Utf8JsonReader(leaf);
        var found = new Found { Count = 1, ClearClasses = [] };
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return false;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName) ReadMember(ref reader, ref found);
        }
        catch (Exception odd) when (odd is JsonException or InvalidOperationException or FormatException)
        {
            // It tells nothing.
            return false;
        }

        if (reader.TokenType != JsonTokenType.EndObject || found is not { Tenant: { } tenant, Event: { } happened, Time: { } time }) return false;
        record = new AlarmRecord
        {
            Index = index, Tenant = tenant, Sequence = found.Sequence, Time = time, Event = happened, Outcome = found.Outcome ?? "", Actor = found.Actor, Route = found.Route, Subject = found.Subject,
            Count = found.Count, ClearClasses = found.ClearClasses, ClearValues = found.ClearValues,
        };
        return true;
    }

    private static void ReadMember(ref Utf8JsonReader reader, ref Found found)
    {
        // In a canonical leaf no name is escaped.
        var name = reader.ValueSpan;
        if (name.SequenceEqual("tenant"u8)) found.Tenant = Text(ref reader);
        else if (name.SequenceEqual("seq"u8)) found.Sequence = Number(ref reader);
        else if (name.SequenceEqual("time"u8)) found.Time = Moment(ref reader);
        else if (name.SequenceEqual("event"u8)) found.Event = Text(ref reader);
        else if (name.SequenceEqual("outcome"u8)) found.Outcome = Text(ref reader);
        else if (name.SequenceEqual("actor"u8)) found.Actor = Text(ref reader);
        else if (name.SequenceEqual("route"u8)) found.Route = Text(ref reader);
        else if (name.SequenceEqual("subject"u8)) found.Subject = Text(ref reader);
        else if (name.SequenceEqual("count"u8)) found.Count = Number(ref reader);
        else if (name.SequenceEqual("given"u8)) ReadGiven(ref reader, ref found);
        else reader.Skip();
    }

    private static void ReadGiven(ref Utf8JsonReader reader, ref Found found)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return;
        }

        var classes = found.ClearClasses.ToBuilder();
        while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
        {
            var (given, count, isClear) = ("", 0L, false);
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = reader.ValueSpan;
                if (name.SequenceEqual("class"u8)) given = Text(ref reader) ?? "";
                else if (name.SequenceEqual("count"u8)) count = Number(ref reader);
                else if (name.SequenceEqual("form"u8)) isClear = reader.Read() && reader.ValueTextEquals("clear"u8);
                else reader.Skip();
            }

            if (!isClear) continue;
            classes.Add(given);
            found.ClearValues += count;
        }

        found.ClearClasses = classes.ToImmutable();
    }

    private static string? Text(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.GetString();
    }

    private static long Number(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.GetInt64();
    }

    private static DateTimeOffset Moment(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.GetDateTimeOffset();
    }

    private struct Found
    {
        public string? Tenant;
        public string? Event;
        public string? Outcome;
        public string? Actor;
        public string? Route;
        public string? Subject;
        public DateTimeOffset? Time;
        public long Sequence;
        public long Count;
        public ImmutableArray<string> ClearClasses;
        public long ClearValues;
    }
}

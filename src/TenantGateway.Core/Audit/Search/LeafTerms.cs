using System.Text.Json;
using System.Text.Unicode;

namespace TenantGateway.Core.Audit.Search;

/// <summary>
/// What of a record is searched by, as UTF-8, found in its leaf without anything being made of it: of one leaf after the other. Leaves of every version are read; what a version does not have is absent.
/// Not thread-safe.
/// </summary>
internal sealed class LeafTerms
{
    private readonly List<Place> _places = [];

    // The leaf, and behind it the texts of it that were escaped.
    private byte[] _bytes = [];
    private int _end;
    private Place? _tenant;
    private DateTimeOffset? _time;

    /// <summary>Until the next leaf is read, as everything here.</summary>
    public ReadOnlySpan<byte> Tenant => At(_tenant ?? throw NotRead());

    public long Sequence { get; private set; }

    public DateTimeOffset Time => _time ?? throw NotRead();

    /// <summary>How many terms there are. Two may be alike.</summary>
    public int Count => _places.Count;

    public TermKind KindOf(int term) => _places[term].Kind;

    public ReadOnlySpan<byte> ValueOf(int term) => At(_places[term]);

    /// <returns>False for what is no record, such as one whose bytes are not kept any more: then there are no terms.</returns>
    public bool TryRead(ReadOnlySpan<byte> leaf)
    {
        _places.Clear();
        (_tenant, _time, Sequence) = (null, null, 0);
        // An escaped text is longer than what it says.
        if (_bytes.Length < 2 * leaf.Length) _bytes = new byte[2 * leaf.Length];
        leaf.CopyTo(_bytes);
        _end = leaf.Length;
        if (Utf8.IsValid(leaf) && TryReadMembers(leaf) && _tenant is not null && _time is not null && Sequence >= 1) return true;
        _places.Clear();
        return false;
    }

    private bool TryReadMembers(ReadOnlySpan<byte> leaf)
    {
        var reader = new Utf8JsonReader(leaf);
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return false;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (!TryReadMember(ref reader)) return false;
            }

            return reader.TokenType == JsonTokenType.EndObject;
        }
        catch (Exception odd) when (odd is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    private bool TryReadMember(ref Utf8JsonReader reader)
    {
        var name = reader.ValueSpan;
        if (KindOf(name) is { } kind) return TryReadValue(ref reader, kind);
        if (name.SequenceEqual("tenant"u8)) return TryReadTenant(ref reader);
        if (name.SequenceEqual("seq"u8)) return TryReadSequence(ref reader);
        if (name.SequenceEqual("time"u8)) return TryReadTime(ref reader);
        if (name.SequenceEqual("given"u8)) return TryReadClasses(ref reader);
        if (name.SequenceEqual("keyIds"u8)) return TryReadItems(ref reader, TermKind.Key);
        if (name.SequenceEqual("subjects"u8)) return TryReadItems(ref reader, TermKind.Subject);
        reader.Skip();
        return true;
    }

    // The members that hold one value each.
    private static TermKind? KindOf(ReadOnlySpan<byte> name) => name.Length switch
    {
        5 => name.SequenceEqual("event"u8) ? TermKind.Event : name.SequenceEqual("actor"u8) ? TermKind.Actor : name.SequenceEqual("route"u8) ? TermKind.Route : name.SequenceEqual("trace"u8) ? TermKind.Trace : null,
        7 => name.SequenceEqual("outcome"u8) ? TermKind.Outcome : name.SequenceEqual("request"u8) ? TermKind.Request : name.SequenceEqual("subject"u8) ? TermKind.Subject : name.SequenceEqual("session"u8) ? TermKind.Session : null,
        9 => name.SequenceEqual("operation"u8) ? TermKind.Operation : null,
        _ => null,
    };

    private bool TryReadValue(ref Utf8JsonReader reader, TermKind kind)
    {
        if (!reader.Read() || reader.TokenType is not (JsonTokenType.String or JsonTokenType.Null)) return false;
        _places.Add(PlaceOf(reader, kind));
        return true;
    }

    private bool TryReadTenant(ref Utf8JsonReader reader)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.String) return false;
        _tenant = PlaceOf(reader, default);
        return true;
    }

    private bool TryReadSequence(ref Utf8JsonReader reader)
    {
        if (!reader.Read() || !reader.TryGetInt64(out var sequence)) return false;
        Sequence = sequence;
        return true;
    }

    private bool TryReadTime(ref Utf8JsonReader reader)
    {
        if (!reader.Read() || !reader.TryGetDateTimeOffset(out var time)) return false;
        _time = time.ToUniversalTime();
        return true;
    }

    private bool TryReadClasses(ref Utf8JsonReader reader)
    {
        reader.Read();
        var depth = reader.CurrentDepth;
        while (reader.Read() && reader.CurrentDepth > depth)
        {
            if (reader.TokenType == JsonTokenType.PropertyName && reader.ValueSpan.SequenceEqual("class"u8) && !TryReadValue(ref reader, TermKind.Class)) return false;
        }

        return true;
    }

    private bool TryReadItems(ref Utf8JsonReader reader, TermKind kind)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray) return false;
        while (reader.Read() && reader.TokenType == JsonTokenType.String) _places.Add(PlaceOf(reader, kind));
        return reader.TokenType == JsonTokenType.EndArray;
    }

    private Place PlaceOf(in Utf8JsonReader reader, TermKind kind)
    {
        if (reader.TokenType == JsonTokenType.Null) return new Place(kind, 0, 0);
        // Behind the quote.
        if (!reader.ValueIsEscaped) return new Place(kind, (int)reader.TokenStartIndex + 1, reader.ValueSpan.Length);
        var length = reader.CopyString(_bytes.AsSpan(_end));
        _end += length;
        return new Place(kind, _end - length, length);
    }

    private ReadOnlySpan<byte> At(Place place) => _bytes.AsSpan(place.Start, place.Length);

    private static InvalidOperationException NotRead() => new("No record was read.");

    private readonly record struct Place(TermKind Kind, int Start, int Length);
}

using System.Text.Json;

namespace TenantGateway.Authentication;

/// <summary>One value of a JSON object, not yet decoded. Every reading is null where the value is absent or of another type: nothing is converted.</summary>
internal readonly ref struct JsonMember(JsonTokenType kind, ReadOnlySpan<byte> raw)
{
    /// <summary>The year 9999: later is refused rather than overflowing.</summary>
    private const long MaxSeconds = 253_402_300_799;

    private readonly ReadOnlySpan<byte> _raw = raw;

    public bool IsAbsent => kind == JsonTokenType.None;

    public bool IsObject => kind == JsonTokenType.StartObject;

    /// <summary>The text of the value, as it stands.</summary>
    public ReadOnlySpan<byte> Raw => _raw;

    /// <summary>A string that is not empty.</summary>
    public string? AsText() => kind == JsonTokenType.String && Start().GetString() is { Length: > 0 } text ? text : null;

    /// <summary>Seconds since 1970 (NumericDate, RFC 7519 section 2), whole ones.</summary>
    public DateTimeOffset? AsTime()
    {
        if (kind != JsonTokenType.Number || !Start().TryGetInt64(out var seconds) || seconds is < 0 or > MaxSeconds) return null;
        return DateTimeOffset.FromUnixTimeSeconds(seconds);
    }

    /// <summary>A string, or an array of nothing but strings.</summary>
    public List<string>? AsTexts()
    {
        if (kind == JsonTokenType.String) return AsText() is { } one ? [one] : null;
        if (kind != JsonTokenType.StartArray) return null;
        var texts = new List<string>();
        var reader = Start();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.String || reader.GetString() is not { Length: > 0 } text) return null;
            texts.Add(text);
        }

        return texts;
    }

    private Utf8JsonReader Start()
    {
        var reader = new Utf8JsonReader(_raw);
        reader.Read();
        return reader;
    }
}

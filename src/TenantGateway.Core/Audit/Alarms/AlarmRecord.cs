using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
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
    public static bool TryRead(ReadOnlyMemory<byte> leaf, long index, [NotNullWhen(true)] out AlarmRecord? record)
    {
        record = null;
        try
        {
            using var document = JsonDocument.Parse(leaf);
            record = Read(document.RootElement, index);
        }
        catch (Exception odd) when (odd is JsonException or InvalidOperationException or FormatException)
        {
            // It tells nothing.
        }

        return record is not null;
    }

    private static AlarmRecord? Read(JsonElement root, long index)
    {
        if (root.ValueKind != JsonValueKind.Object || Text(root, "tenant") is not { } tenant || Text(root, "event") is not { } happened) return null;
        if (!DateTimeOffset.TryParse(Text(root, "time"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)) return null;
        var clear = root.TryGetProperty("given", out var given) ? given.EnumerateArray().Where(item => Text(item, "form") == "clear").Select(item => (Class: Text(item, "class") ?? "", Count: item.GetProperty("count").GetInt64())).ToArray() : [];
        return new AlarmRecord
        {
            Index = index,
            Tenant = tenant,
            Sequence = root.TryGetProperty("seq", out var sequence) ? sequence.GetInt64() : 0,
            Time = time,
            Event = happened,
            Outcome = Text(root, "outcome") ?? "",
            Actor = Text(root, "actor"),
            Route = Text(root, "route"),
            Subject = Text(root, "subject"),
            Count = root.TryGetProperty("count", out var count) ? count.GetInt64() : 1,
            ClearClasses = [.. clear.Select(item => item.Class)],
            ClearValues = clear.Sum(item => item.Count),
        };
    }

    private static string? Text(JsonElement from, string name) => from.TryGetProperty(name, out var value) ? value.GetString() : null;
}

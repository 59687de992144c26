using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;

namespace TenantGateway.Core.Audit;

/// <summary>What a record says of its own place.</summary>
/// <param name="Version">1 or 2.</param>
/// <param name="Tenant">Whose record.</param>
/// <param name="Sequence">Its number within the tenant.</param>
/// <param name="Previous">How it names the tenant's record before it; null for the first.</param>
public sealed record AuditLeafHead(int Version, string Tenant, long Sequence, string? Previous)
{
    /// <summary>When it was written.</summary>
    public DateTimeOffset Time { get; init; }

    /// <summary>The name of the event.</summary>
    public string? Event { get; init; }

    /// <returns>False for what is no record of a version that is known here.</returns>
    public static bool TryRead(ReadOnlySpan<byte> leaf, [NotNullWhen(true)] out AuditLeafHead? head)
    {
        head = null;
        var reader = new Utf8JsonReader(leaf);
        var (version, sequence) = (0L, 0L);
        var (tenant, previous, happened, time) = ((string?)null, (string?)null, (string?)null, default(DateTimeOffset));
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return false;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals("tenant"u8)) tenant = NextText(ref reader);
                else if (reader.ValueTextEquals("prev"u8)) previous = NextText(ref reader);
                else if (reader.ValueTextEquals("event"u8)) happened = NextText(ref reader);
                else if (reader.ValueTextEquals("time"u8)) time = NextTime(ref reader);
                else if (reader.ValueTextEquals("seq"u8)) sequence = NextNumber(ref reader);
                else if (reader.ValueTextEquals("v"u8)) version = NextNumber(ref reader);
                else reader.Skip();
            }

            if (reader.TokenType != JsonTokenType.EndObject || reader.Read()) return false;
        }
        catch (Exception odd) when (odd is JsonException or InvalidOperationException)
        {
            return false;
        }

        if (version is not (1 or AuditLeaf.Version) || sequence < 1 || tenant is null) return false;
        head = new AuditLeafHead((int)version, tenant, sequence, previous) { Time = time, Event = happened };
        return true;
    }

    /// <summary>
    /// Whose record it is and its number, looked for in the bytes: in a canonical leaf both names stand where they are members and nowhere else, because a quote inside a text is escaped.
    /// </summary>
    /// <param name="leaf">The record.</param>
    /// <param name="tenant">Of the record before it, so that the same tenant is not made anew; then of this one.</param>
    /// <param name="sequence">Its number within the tenant.</param>
    /// <returns>False for what is no record.</returns>
    public static bool TryReadPlace(ReadOnlySpan<byte> leaf, [NotNullWhen(true)] ref string? tenant, out long sequence)
    {
        sequence = 0;
        if (After(leaf, ",\"seq\":"u8) is { IsEmpty: false } number && Utf8Parser.TryParse(number, out sequence, out _) && sequence >= 1
            && After(leaf, ",\"tenant\":\""u8) is { IsEmpty: false } name && name.IndexOf((byte)'"') is > 0 and var length && !name[..length].Contains((byte)'\\'))
        {
            if (tenant is null || !Ascii.Equals(tenant, name[..length])) tenant = Encoding.UTF8.GetString(name[..length]);
            return true;
        }

        if (!TryRead(leaf, out var head)) return false;
        (tenant, sequence) = (head.Tenant, head.Sequence);
        return true;
    }

    private static ReadOnlySpan<byte> After(ReadOnlySpan<byte> leaf, ReadOnlySpan<byte> member) => leaf.LastIndexOf(member) is >= 0 and var at ? leaf[(at + member.Length)..] : default;

    private static string? NextText(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.GetString();
    }

    private static DateTimeOffset NextTime(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.TryGetDateTimeOffset(out var time) ? time : default;
    }

    private static long NextNumber(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.TryGetInt64(out var number) ? number : 0;
    }
}

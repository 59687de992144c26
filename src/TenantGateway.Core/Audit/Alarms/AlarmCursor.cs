using System.Globalization;

namespace TenantGateway.Core.Audit.Alarms;

/// <summary>Where a search for alarms goes on: a place in their order, and so nothing that grants anything.</summary>
/// <param name="At">When the last one was raised, in milliseconds since 1970.</param>
/// <param name="Id">Which it was, of those of that moment.</param>
public readonly record struct AlarmCursor(long At, string Id)
{
    private const int MaxLength = 64;

    public static AlarmCursor Of(Alarm alarm) => new(alarm.At.ToUnixTimeMilliseconds(), alarm.Id);

    public static bool TryParse(string text, out AlarmCursor cursor)
    {
        cursor = default;
        if (text.Length > MaxLength || text.Split('.') is not [var at, { Length: > 0 } id] || !long.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var moment)) return false;
        cursor = new AlarmCursor(moment, id);
        return true;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{At}.{Id}");
}

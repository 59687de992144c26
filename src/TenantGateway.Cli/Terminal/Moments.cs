using System.Globalization;

namespace TenantGateway.Cli.Terminal;

/// <summary>Times as people and tables write them.</summary>
internal static class Moments
{
    /// <summary>Reads a moment of RFC 3339, to the second.</summary>
    public static bool TryParse(string text, out DateTimeOffset time) =>
        DateTimeOffset.TryParseExact(text, "yyyy-MM-dd'T'HH:mm:ssK", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time);

    /// <summary>To the minute, in UTC.</summary>
    public static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture);
}

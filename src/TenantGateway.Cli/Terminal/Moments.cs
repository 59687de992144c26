using System.Globalization;

namespace TenantGateway.Cli.Terminal;

/// <summary>Times as tables show them: to the minute, in UTC.</summary>
internal static class Moments
{
    public static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture);
}

using System.Globalization;

namespace TenantGateway.Faults;

/// <summary>Writes what was seen alike on every machine.</summary>
internal static class Text
{
    public static string Of(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

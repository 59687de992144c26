using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using TenantGateway.Edge.Limits;
using TenantGateway.Tests.Architecture;

namespace TenantGateway.Tests.Edge.Limits;

/// <summary>What <c>docs/limits.md</c> says of keys, defaults and bounds is what the gateway does.</summary>
public sealed class LimitsDocumentTests
{
    [Fact]
    public void Document_HasEveryLimitWithItsDefaultAndBounds()
    {
        var rows = File.ReadAllLines(SourceTree.PathOf("docs", "limits.md"))
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal) && char.IsAsciiLetterUpper(line[3]))
            .Select(line => string.Join('|', line.Split('|')[1..4]));

        var expected = Limits(new LimitsOptions(), "").Concat(Limits(new Http2LimitsOptions(), "Http2:")).Order(StringComparer.Ordinal);
        Assert.Equal(expected, rows.Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Limits(object options, string prefix) =>
        from property in options.GetType().GetProperties()
        let range = property.GetCustomAttribute<RangeAttribute>()
        where range is not null
        select $" `{prefix}{property.Name}` | {Number(property.GetValue(options))} | {Number(range.Minimum)} to {Number(range.Maximum)} ";

    private static string Number(object? value) => Convert.ToDecimal(value, CultureInfo.InvariantCulture).ToString("#,0", CultureInfo.InvariantCulture);
}

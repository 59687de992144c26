using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace TenantGateway.Tests.Starting;

/// <summary>The bounds that the reference of settings shows are those of the start, and what it does not show is refused.</summary>
public sealed partial class SettingBoundsTests : IDisposable
{
    private static readonly List<Setting> Settings = [.. SettingsCatalog.All()];

    private readonly SettingHost _host = new();

    public static TheoryData<string> BoundedSections => new(Bounded().Select(bounded => bounded.Setting.Section).Distinct());

    public void Dispose() => _host.Dispose();

    [Theory]
    [MemberData(nameof(BoundedSections))]
    public void ValueJustOutsideOfItsBounds_IsRefusedByItsKey(string section)
    {
        Assert.Empty(KeysNotNamed(section, (type, range) => Text(type, range.Minimum, -1)));
        Assert.Empty(KeysNotNamed(section, (type, range) => Text(type, range.Maximum, +1)));
    }

    [Theory]
    [MemberData(nameof(BoundedSections))]
    public void ValueAtItsBounds_IsNotRefusedForThem(string section)
    {
        Assert.DoesNotContain(Failures(section, (type, range) => Text(type, range.Minimum, 0)), OutOfBounds().IsMatch);
        Assert.DoesNotContain(Failures(section, (type, range) => Text(type, range.Maximum, 0)), OutOfBounds().IsMatch);
    }

    [Fact]
    public void EverySetting_IsKnown() => KnownSettings.Check(Configuration(Settings.Select(setting => Concrete(setting.Key))));

    /// <summary>At any depth, elements of lists and dictionaries included.</summary>
    [Fact]
    public void MisspeltSetting_IsRefusedWhereverItIs()
    {
        var misspelt = Settings.Select(setting => Concrete(setting.Key)).Where(key => !IsElement(key)).Select(key => $"{key}x").ToList();
        var refused = Assert.Throws<OptionsValidationException>(() => KnownSettings.Check(Configuration(misspelt)));

        Assert.Equal(misspelt.Order(StringComparer.Ordinal), refused.Failures.Select(failure => failure.Split(": nothing reads this setting.")[0]).Order(StringComparer.Ordinal));
    }

    /// <summary>Whatever is set below a value is refused too.</summary>
    [Fact]
    public void SettingBelowAValue_IsRefused()
    {
        var below = Settings.Select(setting => $"{Concrete(setting.Key)}:Below").ToList();
        var refused = Assert.Throws<OptionsValidationException>(() => KnownSettings.Check(Configuration(below)));

        Assert.Equal(below.Count, refused.Failures.Count());
    }

    [Fact]
    public void ValidSettings_AreTaken() => Assert.Empty(_host.Failures([]));

    private static IEnumerable<(Setting Setting, RangeAttribute Range)> Bounded() =>
        from setting in Settings
        let range = setting.Property.GetCustomAttribute<RangeAttribute>()
        where range is not null
        select (setting, range);

    private IEnumerable<string> KeysNotNamed(string section, Func<Type, RangeAttribute, string> value)
    {
        var failures = Failures(section, value);
        return Bounded().Where(bounded => bounded.Setting.Section == section).Select(bounded => Concrete(bounded.Setting.Key)).Where(key => !failures.Any(failure => Regex.IsMatch(failure, $"(^|'){Regex.Escape(key)}(: | (must|is))")));
    }

    private IReadOnlyList<string> Failures(string section, Func<Type, RangeAttribute, string> value) => _host.Failures(
    [
        // What makes the section count.
        new("Gateway:Keys:Service", section == "Gateway:Keys:AzureKeyVault" ? "AzureKeyVault" : "Local"),
        .. Bounded().Where(bounded => bounded.Setting.Section == section).Select(bounded => KeyValuePair.Create<string, string?>(Concrete(bounded.Setting.Key), value(bounded.Setting.Type, bounded.Range))),
    ]);

    private static string Text(Type type, object bound, int beyond) => type == typeof(double)
        ? (Convert.ToDouble(bound, CultureInfo.InvariantCulture) + (beyond * 0.05)).ToString(CultureInfo.InvariantCulture)
        : (Convert.ToInt64(bound, CultureInfo.InvariantCulture) + beyond).ToString(CultureInfo.InvariantCulture);

    private static string Concrete(string key) => string.Join(':', key.Split(':').Select(part => part switch { SettingsCatalog.Number => "0", SettingsCatalog.Name => "acme", _ => part }));

    private static bool IsElement(string key) => key.Split(':')[^1] is "0" or "acme";

    private static IConfiguration Configuration(IEnumerable<string> keys) =>
        new ConfigurationBuilder().AddInMemoryCollection(keys.Select(key => KeyValuePair.Create<string, string?>(key, "1"))).Build();

    [GeneratedRegex(@"must be [0-9]|out of range|is not a number of")]
    private static partial Regex OutOfBounds();
}

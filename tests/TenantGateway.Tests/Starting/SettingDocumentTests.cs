using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using TenantGateway.Core.Settings;
using TenantGateway.Tests.Architecture;

namespace TenantGateway.Tests.Starting;

/// <summary>The reference of settings says what the code does.</summary>
public sealed partial class SettingDocumentTests
{
    private static readonly List<Setting> Settings = [.. SettingsCatalog.All()];

    /// <summary>With UPDATE_DOCS=1 in the environment the document is written anew.</summary>
    [Fact]
    public void Document_IsTheOneOfTheCode()
    {
        var path = SourceTree.PathOf("docs", "configuration.md");
        var document = SettingDocument.Render();
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1") File.WriteAllText(path, document);

        Assert.Equal(document, File.ReadAllText(path));
    }

    [Fact]
    public void EverySetting_HasAMeaning() => Assert.Empty(Settings.Where(setting => !SettingMeanings.Of(setting.Property).EndsWith('.')).Select(setting => setting.Key));

    [Fact]
    public void EveryNumber_HasUnitAndBounds() =>
        Assert.Empty(Settings.Where(SettingDocument.IsNumber).Where(setting => SettingDocument.UnitOf(setting) is null || !IsBounded(setting.Property)).Select(setting => setting.Key));

    // Durations are numbers with their unit in the name: a TimeSpan reads "90" as days.
    [Fact]
    public void NoSetting_IsATimeSpan() => Assert.DoesNotContain(Settings, setting => setting.Type == typeof(TimeSpan));

    [Fact]
    public void BoundsInWords_AreThoseThatAreEnforced() => Assert.Empty(
        from setting in Settings
        let range = setting.Property.GetCustomAttribute<RangeAttribute>()
        let words = Interval().Match(SettingMeanings.Of(setting.Property))
        where range is not null && words.Success
        where Number(words.Groups[1].Value) != Convert.ToDouble(range.Minimum, CultureInfo.InvariantCulture) || Number(words.Groups[2].Value) != Convert.ToDouble(range.Maximum, CultureInfo.InvariantCulture)
        select $"{setting.Key}: {words.Value}");

    [Fact]
    public void SettingThatSpeaksOfASecret_NamesItsFile() =>
        Assert.Empty(Settings.Where(setting => Secret().IsMatch(setting.Property.Name) && setting.Property.GetCustomAttribute<SecretFileAttribute>() is null).Select(setting => setting.Key));

    private static bool IsBounded(PropertyInfo property) => property.GetCustomAttribute<RangeAttribute>() is not null || property.GetCustomAttribute<AllowedValuesAttribute>() is not null;

    private static double Number(string words)
    {
        var parts = Unit().Match(words);
        var number = double.Parse(parts.Groups[1].Value.Replace(",", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
        return parts.Groups[2].Value switch
        {
            "KiB" => number * 1024,
            "MiB" => number * 1024 * 1024,
            "MiB less one" => (number * 1024 * 1024) - 1,
            "TiB" => number * Math.Pow(1024, 4),
            _ => number,
        };
    }

    [GeneratedRegex(@"(?<!else )\b(\d[\d, .]*(?: KiB)?) to (\d+(?:\.\d+)?(?:[ ,]\d{3})*(?: [KMT]iB(?: less one)?)?)")]
    private static partial Regex Interval();

    [GeneratedRegex("^([0-9., ]+?) ?((?:[KMT]iB(?: less one)?)?)$")]
    private static partial Regex Unit();

    [GeneratedRegex("Secret|Password|PrivateKey|ClientKey|Credential(?!s?Options)|ConnectionString|Headers?File|TokenFile|ApiKey")]
    private static partial Regex Secret();
}

using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text;
using TenantGateway.Core.Settings;

namespace TenantGateway.Tests.Starting;

/// <summary><c>docs/configuration.md</c>, as the types of options have it.</summary>
internal static class SettingDocument
{
    private static readonly (string Suffix, string Unit)[] Units =
    [
        ("BytesPerSecond", "bytes/s"), ("PerSecond", "1/s"), ("Milliseconds", "ms"), ("Seconds", "s"), ("Minutes", "min"), ("Days", "days"), ("Bytes", "bytes"), ("Percent", "percent"), ("Ratio", "share"),
    ];

    /// <summary>What settings count whose names say no unit.</summary>
    private static readonly Dictionary<string, string> Counted = new()
    {
        ["AddressConnectionsBurst"] = "connections",
        ["AddressFailuresBurst"] = "requests",
        ["AddressRequestsBurst"] = "requests",
        ["Burst"] = "requests",
        ["ConcurrentRequests"] = "requests",
        ["ConcurrentUnwraps"] = "unwraps",
        ["Connections"] = "connections",
        ["Entries"] = "tokens",
        ["EntriesPerTenant"] = "tokens",
        ["ForwardLimit"] = "proxies",
        ["KeySize"] = "bits",
        ["LoginsPerIssuer"] = "logins",
        ["LogoutsBurst"] = "logouts",
        ["MaxActors"] = "actors",
        ["MaxAdminConnections"] = "connections",
        ["MaxBatch"] = "entries",
        ["MaxConnections"] = "connections",
        ["MaxConnectionsPerAddress"] = "connections",
        ["MaxDepth"] = "levels",
        ["MaxExpansion"] = "bytes/byte",
        ["MaxFields"] = "values",
        ["MaxHeaders"] = "headers",
        ["MaxRequests"] = "requests",
        ["MaxStreams"] = "streams",
        ["MaxTenants"] = "tenants",
        ["MaxTokens"] = "tokens",
        ["MaxTrackedAddresses"] = "addresses",
        ["MaxUpgradedConnections"] = "connections",
        ["PenaltyAfter"] = "requests",
        ["PseudonymsPerTenant"] = "pseudonyms",
        ["QueueLength"] = "entries",
        ["Replicas"] = "processes",
        ["Retries"] = "attempts",
        ["TokensLimit"] = "tokens",
        ["VolumeFactor"] = "times",
        ["VolumeFloor"] = "values",
    };

    public static string Render()
    {
        var text = new StringBuilder(SettingText.Introduction);
        foreach (var module in SettingsCatalog.All().GroupBy(setting => setting.Section))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## `{module.Key}`\n\n{SettingMeanings.Of(TypeOf(module.Key, module.First()))}\n\n| Setting | Type | Unit | Bounds | Default | Meaning |\n|---|---|---|---|---|---|\n");
            foreach (var setting in module)
                text.Append(CultureInfo.InvariantCulture, $"| `{setting.Key}` | {TypeName(setting)} | {UnitOf(setting)} | {BoundsOf(setting)} | {DefaultOf(setting)} | {SettingMeanings.Of(setting.Property).Replace("|", "\\|", StringComparison.Ordinal)} |\n");
        }

        return text.ToString();
    }

    public static bool IsNumber(Setting setting) => setting.Type == typeof(int) || setting.Type == typeof(long) || setting.Type == typeof(double);

    /// <summary>The unit of a number; null where none is known.</summary>
    public static string? UnitOf(Setting setting) =>
        !IsNumber(setting) ? null
        : Counted.TryGetValue(setting.Property.Name, out var counted) ? counted
        : Units.Where(unit => setting.Property.Name.EndsWith(unit.Suffix, StringComparison.Ordinal)).Select(unit => unit.Unit).FirstOrDefault();

    private static Type TypeOf(string section, Setting setting)
    {
        var type = KnownSettings.Sections[section];
        return SettingsCatalog.IsCollection(type) ? type.GenericTypeArguments[^1] : type == typeof(string) ? setting.Property.DeclaringType! : type;
    }

    private static string TypeName(Setting setting) => setting switch
    {
        _ when setting.Property.GetCustomAttribute<SecretFileAttribute>() is not null => "file with a secret",
        _ when setting.Type == typeof(bool) => "boolean",
        _ when setting.Type == typeof(double) => "number",
        _ when IsNumber(setting) => "integer",
        _ when setting.Type.IsEnum => "name",
        _ => "string",
    };

    private static string BoundsOf(Setting setting) => setting.Property switch
    {
        var property when property.GetCustomAttribute<RangeAttribute>() is { } range => string.Create(CultureInfo.InvariantCulture, $"{range.Minimum:0.###} to {range.Maximum:0.###}"),
        var property when property.GetCustomAttribute<AllowedValuesAttribute>() is { } allowed => Alternatives(allowed.Values.Where(value => value is not null)),
        var property when property.GetCustomAttribute<RegularExpressionAttribute>() is { } form => $"`{form.Pattern.Replace("|", "\\|", StringComparison.Ordinal)}`",
        var property when property.GetCustomAttribute<RequiredAttribute>() is not null => "not empty",
        _ when setting.Type.IsEnum => Alternatives(Enum.GetNames(setting.Type)),
        _ => "",
    };

    private static string DefaultOf(Setting setting) => Convert.ToString(setting.Default, CultureInfo.InvariantCulture) switch
    {
        null or "" => "",
        var flag when setting.Type == typeof(bool) => $"`{flag.ToLowerInvariant()}`",
        var value => $"`{value}`",
    };

    private static string Alternatives(IEnumerable<object?> values) => string.Join(", ", values.Select(value => string.Create(CultureInfo.InvariantCulture, $"`{value}`")));
}

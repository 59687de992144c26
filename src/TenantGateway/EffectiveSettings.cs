using System.Globalization;
using System.Text.Json.Nodes;
using TenantGateway.Authentication.Browser;

namespace TenantGateway;

/// <summary>The configuration that is in force, as it may be shown: each value with its source, those that could be secrets left out.</summary>
internal sealed class EffectiveSettings(IConfigurationRoot configuration, string environment, RoleOptions role)
{
    // Whatever else there is, all variables of the environment among it, is not the gateway's.
    private static readonly string[] OtherSections = ["ReverseProxy", "Logging"];

    private readonly HashSet<string> _hidden = new(StringComparer.Ordinal);

    public JsonObject ToJson()
    {
        var settings = new JsonObject();
        foreach (var setting in SettingsCatalog.All(ChildrenOf).Where(IsInForce)) settings[setting.Key] = Shown(setting);
        foreach (var (key, value) in OtherSections.SelectMany(section => configuration.GetSection(section).AsEnumerable()).OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (value is not null) settings[key] = Entry(Shown(SettingRedaction.MayShow(key, value), value), SettingSources.Of(configuration, key));
        }

        return new JsonObject { ["environment"] = environment, ["settings"] = settings };
    }

    /// <summary>A text without the values that may not be shown.</summary>
    public static string Redact(IConfigurationRoot configuration, string text)
    {
        var settings = new EffectiveSettings(configuration, "", new RoleOptions());
        settings.ToJson();
        return settings.Redact(text);
    }

    /// <summary>A text without the values that were not shown.</summary>
    public string Redact(string text) => _hidden.Aggregate(text, (shown, hidden) => shown.Replace(hidden, SettingRedaction.Redacted, StringComparison.Ordinal));

    // Without the section nobody logs in at a browser, and defaults of it would say otherwise.
    private bool IsInForce(Setting setting) => setting.Section != LoginOptions.Section || configuration.GetSection(LoginOptions.Section).Exists();

    private IEnumerable<string> ChildrenOf(string path) => configuration.GetSection(path).GetChildren().Select(child => child.Key);

    private JsonObject Shown(Setting setting)
    {
        var source = SettingSources.Of(configuration, setting.Key);
        if (setting.Key == RoleOptions.Setting) return Entry(role.Role.Name, source == SettingSources.Default && role.IsArgued ? SettingSources.CommandLine : source);
        if (source == SettingSources.Default) return Entry(Typed(setting, Convert.ToString(setting.Default, CultureInfo.InvariantCulture)), source);
        var value = configuration[setting.Key] ?? "";
        return Entry(SettingRedaction.MayShow(setting, value) ? Typed(setting, value) : Hide(value), source);
    }

    private JsonValue Shown(bool mayShow, string value) => mayShow ? JsonValue.Create(value) : Hide(value);

    private JsonValue Hide(string value)
    {
        _hidden.Add(value);
        return JsonValue.Create(SettingRedaction.Redacted);
    }

    private static JsonValue? Typed(Setting setting, string? value) => value switch
    {
        null or "" when setting.Default is null => null,
        _ when setting.Type == typeof(bool) && bool.TryParse(value, out var flag) => JsonValue.Create(flag),
        _ when setting.Type == typeof(double) && double.TryParse(value, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) => JsonValue.Create(number),
        _ when (setting.Type == typeof(int) || setting.Type == typeof(long)) && long.TryParse(value, CultureInfo.InvariantCulture, out var number) => JsonValue.Create(number),
        _ => JsonValue.Create(value),
    };

    private static JsonObject Entry(JsonNode? value, string source) => new() { ["value"] = value, ["source"] = source };
}

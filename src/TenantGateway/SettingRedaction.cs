using System.Reflection;
using System.Text.RegularExpressions;
using TenantGateway.Core.Settings;

namespace TenantGateway;

/// <summary>
/// What of a configuration may be shown. No setting holds a secret: those are in files. What is written where it does not belong all the same - a password in an address or
/// in place of the file that holds it - is not shown either.
/// </summary>
internal static partial class SettingRedaction
{
    internal const string Redacted = "[redacted]";

    /// <summary>Whether a value of the gateway's own settings may be shown.</summary>
    public static bool MayShow(Setting setting, string value) =>
        setting.Property.GetCustomAttribute<SecretFileAttribute>() is null ? MayShow(value) : value.Length == 0 || File.Exists(value);

    /// <summary>Whether a value of another section may be shown. Transforms write headers and queries, credentials of services among them.</summary>
    public static bool MayShow(string key, string value) => !key.Contains(":Transforms:", StringComparison.OrdinalIgnoreCase) && MayShow(value);

    private static bool MayShow(string value) => !HoldsSecret().IsMatch(value) && !(Uri.TryCreate(value, UriKind.Absolute, out var address) && HoldsSecret(address));

    private static bool HoldsSecret(Uri address) => !address.IsFile && (address.UserInfo.Length > 0 || address.Query.Length > 0);

    // As in connection strings, queries, headers and PEM.
    [GeneratedRegex(@"(password|passwd|pwd|secret|token|sig|key|credential|authorization)\w*\s*[=:]|\b(bearer|basic)\s|-----BEGIN|://[^/]*@", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex HoldsSecret();
}

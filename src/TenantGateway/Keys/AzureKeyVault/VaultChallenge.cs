using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.RegularExpressions;

namespace TenantGateway.Keys.AzureKeyVault;

/// <summary>
/// What a vault says in <c>WWW-Authenticate: Bearer</c> (RFC 9110 section 11.6.1, RFC 6750 section 3) about the token it wants.
/// </summary>
/// <param name="Resource">Of which a token is asked for; null where it says nothing.</param>
/// <param name="Directory">The last segment of the authority: the directory that the vault names; null where it names none.</param>
/// <param name="Claims">Further claims that the token must satisfy, as JSON (continuous access evaluation); null where there are none.</param>
internal sealed partial record VaultChallenge(Uri? Resource, string? Directory, string? Claims)
{
    private const int MaxLength = 4096;

    /// <summary>Reads the header; false where it is no bearer challenge, says a thing twice, or names an authority or resource without TLS.</summary>
    internal static bool TryParse(string? header, [NotNullWhen(true)] out VaultChallenge? challenge)
    {
        challenge = null;
        if (header is not { Length: <= MaxLength } || !header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)) return false;
        var parameters = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (Match match in Parameter().Matches(header["Bearer ".Length..]))
        {
            if (!parameters.TryAdd(match.Groups["name"].Value, match.Groups["value"].Value)) return false;
        }

        if (!TryReadUri(parameters.GetValueOrDefault("authorization") ?? parameters.GetValueOrDefault("authorization_uri"), out var authority)) return false;
        if (!TryReadUri(parameters.GetValueOrDefault("resource") ?? WithoutDefault(parameters.GetValueOrDefault("scope")), out var resource)) return false;
        string? claims = null;
        if (parameters.GetValueOrDefault("error") == "insufficient_claims" && !TryReadClaims(parameters.GetValueOrDefault("claims"), out claims)) return false;
        challenge = new VaultChallenge(resource, authority?.AbsolutePath.Trim('/') is { Length: > 0 } directory ? directory : null, claims);
        return true;
    }

    private static bool TryReadUri(string? text, out Uri? uri)
    {
        uri = null;
        return string.IsNullOrEmpty(text) || (Uri.TryCreate(text, UriKind.Absolute, out uri) && uri.Scheme == Uri.UriSchemeHttps && uri.UserInfo.Length == 0);
    }

    private static bool TryReadClaims(string? encoded, out string? claims)
    {
        claims = null;
        if (encoded is null) return false;
        var bytes = new byte[encoded.Length];
        // Servers write base64 and base64url, with padding and without.
        var text = encoded.Replace('-', '+').Replace('_', '/').TrimEnd('=');
        if (!Convert.TryFromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '='), bytes, out var length) || length == 0) return false;
        claims = Encoding.UTF8.GetString(bytes, 0, length);
        return true;
    }

    private static string? WithoutDefault(string? scope) =>
        scope?.EndsWith("/.default", StringComparison.Ordinal) == true ? scope[..^"/.default".Length] : scope;

    [GeneratedRegex("""(?<name>[A-Za-z_]+)\s*=\s*(?:"(?<value>[^"\\]*)"|(?<value>[^\s,"]+))""", RegexOptions.CultureInvariant)]
    private static partial Regex Parameter();
}

using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace TenantGateway.Keys.AzureKeyVault;

/// <summary>
/// One vault: <c>https://NAME.SUFFIX</c> with a suffix that is allowed, or a loopback host with any port where that is allowed. Nothing else is ever
/// connected to with a token.
/// </summary>
internal sealed partial record VaultAddress
{
    private readonly IReadOnlyList<string> _suffixes;

    private VaultAddress(Uri uri, IReadOnlyList<string> suffixes)
    {
        Uri = uri;
        IsLoopback = LoopbackHost.Is(uri.Host);
        _suffixes = suffixes;
    }

    internal Uri Uri { get; }

    internal string Host => Uri.Host;

    internal bool IsLoopback { get; }

    internal static bool TryParse(string? text, AzureKeyVaultOptions options, [NotNullWhen(true)] out VaultAddress? address)
    {
        address = null;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme != Uri.UriSchemeHttps) return false;
        if (uri.UserInfo.Length > 0 || uri.AbsolutePath != "/" || uri.Query.Length > 0 || uri.Fragment.Length > 0) return false;
        var isAllowed = LoopbackHost.Is(uri.Host) ? options.Loopback.IsAllowed : uri.IsDefaultPort && IsBelow(uri.Host, options.Suffixes);
        if (isAllowed) address = new VaultAddress(uri, options.Suffixes);
        return isAllowed;
    }

    /// <summary>Whether a token for that resource may be sent here: the host lies right below the resource's, or both are on this machine.</summary>
    internal bool Accepts(Uri resource) =>
        resource.Scheme == Uri.UriSchemeHttps
        && (Host.EndsWith("." + resource.Host, StringComparison.OrdinalIgnoreCase)
            || (IsLoopback && (LoopbackHost.Is(resource.Host) || _suffixes.Contains(resource.Host, StringComparer.OrdinalIgnoreCase))));

    /// <summary>Whether a link of the vault stays on it.</summary>
    internal bool Owns(Uri link) =>
        link.Scheme == Uri.UriSchemeHttps && link.Port == Uri.Port && link.UserInfo.Length == 0 && link.Host.Equals(Host, StringComparison.OrdinalIgnoreCase);

    public bool Equals(VaultAddress? other) => other is not null && Uri == other.Uri;

    public override int GetHashCode() => Uri.GetHashCode();

    /// <summary><c>https://HOST</c>, with the port where it is not 443.</summary>
    public override string ToString() => Uri.GetLeftPart(UriPartial.Authority);

    private static bool IsBelow(string host, IReadOnlyList<string> suffixes) =>
        suffixes.Any(suffix => host.EndsWith("." + suffix, StringComparison.OrdinalIgnoreCase) && VaultName().IsMatch(host[..^(suffix.Length + 1)]));

    [GeneratedRegex("^[a-z][a-z0-9-]{1,22}[a-z0-9]$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex VaultName();
}

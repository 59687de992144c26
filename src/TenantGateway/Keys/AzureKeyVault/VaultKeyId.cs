using System.Text.RegularExpressions;

namespace TenantGateway.Keys.AzureKeyVault;

/// <summary>
/// A version of a key in a vault: <c>https://HOST/keys/NAME/VERSION</c>. One spelling only, because the id is signed with what the key wraps.
/// </summary>
internal readonly partial record struct VaultKeyId(VaultAddress Vault, string Name, string Version)
{
    /// <summary>Whether a key of a vault can have that name; the names the gateway gives are fewer.</summary>
    internal static bool IsName(string name) => KeyName().IsMatch(name);

    internal static bool IsVersion(string version) => KeyVersion().IsMatch(version);

    /// <summary>Reads an id as it was stored, of any vault whose address is allowed.</summary>
    internal static bool TryParse(string? text, AzureKeyVaultOptions options, out VaultKeyId id)
    {
        id = default;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || !VaultAddress.TryParse(uri.GetLeftPart(UriPartial.Authority), options, out var vault)) return false;
        if (Split(uri) is not [var name, var version]) return false;
        id = new VaultKeyId(vault, name, version);
        return id.ToString() == text;
    }

    /// <summary>Takes what a vault says about its own key: it must be of this vault and of this name. Case is not significant to the service.</summary>
    internal static bool TryAccept(string? kid, VaultAddress vault, string name, out VaultKeyId id)
    {
        id = default;
        // Scheme, host, keys, name, version as they were written: what a parser takes away as dot segments must not have been there.
        if (kid is not { Length: <= 512 } || kid.Count(c => c is '/' or '\\') != 5 || !Uri.TryCreate(kid, UriKind.Absolute, out var uri) || !vault.Owns(uri)) return false;
        if (Split(uri) is not [var named, var version] || !named.Equals(name, StringComparison.OrdinalIgnoreCase)) return false;
        id = new VaultKeyId(vault, name, version.ToLowerInvariant());
        return true;
    }

    private static string[]? Split(Uri uri)
    {
        var segments = uri.AbsolutePath.Split('/');
        return uri.Query.Length == 0 && uri.Fragment.Length == 0
            && segments is ["", var keys, var name, var version] && keys.Equals("keys", StringComparison.OrdinalIgnoreCase)
            && IsName(name) && IsVersion(version)
            ? [name, version]
            : null;
    }

    public override string ToString() => $"{Vault}/keys/{Name}/{Version}";

    [GeneratedRegex("^[0-9a-zA-Z-]{1,127}$", RegexOptions.CultureInvariant)]
    private static partial Regex KeyName();

    [GeneratedRegex("^[0-9a-zA-Z]{1,64}$", RegexOptions.CultureInvariant)]
    private static partial Regex KeyVersion();
}

namespace TenantGateway.Keys.AzureKeyVault;

/// <summary>
/// A version of a key in a customer's vault, with the directory it belongs to: <c>https://HOST/keys/NAME/VERSION?directory=GUID</c>. The whole id is signed with what the
/// key wraps, so nothing that is stored elsewhere, and no challenge, decides where a token is got.
/// </summary>
internal readonly record struct CustomerKekId(VaultKeyId Key, string Directory)
{
    private const string Mark = "?directory=";

    /// <summary>Reads an id as it was stored; one spelling only.</summary>
    internal static bool TryParse(string text, AzureKeyVaultOptions options, out CustomerKekId id)
    {
        id = default;
        var mark = text.IndexOf(Mark, StringComparison.Ordinal);
        if (mark < 0 || !VaultKeyId.TryParse(text[..mark], options, out var key) || !IsDirectory(text[(mark + Mark.Length)..])) return false;
        id = new CustomerKekId(key, text[(mark + Mark.Length)..]);
        return true;
    }

    /// <summary>Whether it is a GUID with hyphens, in lower case.</summary>
    internal static bool IsDirectory(string text) => Guid.TryParseExact(text, "D", out var guid) && guid.ToString("D") == text;

    public override string ToString() => $"{Key}{Mark}{Directory}";
}

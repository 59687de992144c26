using System.Diagnostics.CodeAnalysis;
using TenantGateway.Core.Keys;
using TenantGateway.Keys.AzureKeyVault;

namespace TenantGateway.Keys.CustomerVaults;

/// <summary>The key that a customer brings: one exact host, a name in it and the directory it belongs to.</summary>
internal sealed record CustomerKey(VaultAddress Vault, string Name, string Directory)
{
    /// <summary>Reads what was given; each member that cannot stand is named with its mend.</summary>
    internal static bool TryParse(
        string? vault, string? name, string? directory, AzureKeyVaultOptions options, [NotNullWhen(true)] out CustomerKey? key, out IReadOnlyList<string> errors)
    {
        var found = new List<string>();
        key = null;
        errors = found;
        if (!VaultAddress.TryParse(vault, options, out var address) || address.ToString() != vault) found.Add($"vault: Give https://NAME.SUFFIX with nothing after it; the suffix is one of {string.Join(", ", options.Suffixes)}.");
        // Else the operator would be asked for the customer's key.
        else if (VaultAddress.TryParse(options.VaultUri, options, out var own) && own == address) found.Add("vault: This is the operator's own vault.");
        if (name is null || !VaultKeyId.IsName(name)) found.Add("key: Give the name of the key, 1 to 127 characters of [0-9a-zA-Z-].");
        if (directory is null || !CustomerKekId.IsDirectory(directory)) found.Add("directory: Give the id of the vault's Entra directory, a GUID with hyphens in lower case.");
        if (found.Count > 0 || address is null || name is null || directory is null) return false;
        key = new CustomerKey(address, name, directory);
        return true;
    }

    internal bool IsDeclaredBy(VaultDeclaration declaration) => (Vault.ToString(), Name, Directory) == (declaration.Vault, declaration.Key, declaration.Directory);

    /// <summary>As people read it.</summary>
    public override string ToString() => $"{Vault}/keys/{Name} of directory {Directory}";
}

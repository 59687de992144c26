using System.Text.Json;

namespace TenantGateway.Keys.AzureKeyVault;

/// <summary>What a vault says about a deleted key.</summary>
/// <param name="DeletedAt">To the second.</param>
/// <param name="PurgedAt">When the vault will end it by itself; null where it does not say.</param>
internal sealed record DeletedVaultKey(DateTimeOffset DeletedAt, DateTimeOffset? PurgedAt)
{
    /// <summary>Reads a deleted key bundle; null where it is not one of this vault and name, or says no time.</summary>
    internal static DeletedVaultKey? Read(JsonElement bundle, VaultAddress vault, string name) =>
        VaultKey.ReadBundle(bundle, vault, name) is not null && VaultJson.Time(bundle, "deletedDate") is { } deletedAt
            ? new DeletedVaultKey(deletedAt, VaultJson.Time(bundle, "scheduledPurgeDate"))
            : null;
}

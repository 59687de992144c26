using System.Text.Json;
using Microsoft.Extensions.Options;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Tenants;
using TenantGateway.Keys.AzureKeyVault;

namespace TenantGateway.Keys.CustomerVaults;

/// <summary>What a tenant's admin is shown: the declaration that stands, and the vault that its keys are under. Nothing of the operator's own vault.</summary>
internal sealed class VaultView(IVaultDeclarations declarations, KekStates states, IOptions<AzureKeyVaultOptions> options)
{
    internal static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    internal async ValueTask<VaultDocument> OfAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        var declared = await declarations.FindAsync(tenant, cancellationToken) is { } standing
            ? new DeclaredVault(standing.Vault, standing.Key, standing.Directory, standing.DeclaredAt, standing.ExpiresAt)
            : null;
        var bound = states.Table.Primary(tenant, KeyLine.Data) is { } primary && CustomerKekId.TryParse(primary.KekId, options.Value, out var id)
            ? new BoundVault($"{id.Key.Vault}", id.Key.Name, id.Key.Version, id.Directory)
            : null;
        return new VaultDocument(declared, bound);
    }
}

internal sealed record VaultDocument(DeclaredVault? Declared, BoundVault? Bound);

internal sealed record DeclaredVault(string Vault, string Key, string Directory, DateTimeOffset DeclaredAt, DateTimeOffset ExpiresAt);

internal sealed record BoundVault(string Vault, string Key, string Version, string Directory);

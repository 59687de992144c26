using TenantGateway.Core.Keys;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Keys;

/// <summary>Where a key-encryption key lies, as its id tells.</summary>
internal static class KekPlace
{
    private const string ThisMachine = "local";

    /// <summary>What fails together: the host of a Key Vault id, and one name for every other service.</summary>
    internal static string VaultOf(string kekId) =>
        Uri.TryCreate(kekId, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps ? uri.Host : ThisMachine;

    /// <summary>
    /// True where the key is in another vault than the operator's own audit key, which is always in the deployment's: the customer has brought it. Also
    /// where the deployment's is not known.
    /// </summary>
    internal static bool IsCustomers(string kekId, GenerationTable table) =>
        table.Primary(TenantId.Operator, KeyLine.Audit) is not { } own || VaultOf(own.KekId) != VaultOf(kekId);
}

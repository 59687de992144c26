namespace TenantGateway.Keys.AzureKeyVault;

/// <summary>The name of a customer's vault leads to an address that is not on the public internet.</summary>
internal sealed class VaultAddressRefusedException(string host) : Exception($"The name {host} leads to an address that is not on the public internet.");

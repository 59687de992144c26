namespace TenantGateway.Core.Keys;

/// <summary>The operation that puts a tenant under a key of its own, as those who request it name it.</summary>
public static class VaultOperations
{
    public const string Bind = "byok.bind";

    public const string Vault = "vault";
    public const string Key = "key";
    public const string Directory = "directory";
}

namespace TenantGateway.Keys.AzureKeyVault;

/// <summary>A vault and a login endpoint on this machine: section <c>Gateway:Keys:AzureKeyVault:Loopback</c>.</summary>
internal sealed class LoopbackVaultOptions
{
    internal const string Section = AzureKeyVaultOptions.Section + ":Loopback";

    /// <summary>What <see cref="AllowInProduction"/> must say, to the letter.</summary>
    internal const string ProductionConsent = "loopback-vault-in-production";

    /// <summary>
    /// The certificate authority (PEM) of what listens on loopback. Where it is set, <c>localhost</c>, names below it and loopback addresses are accepted as
    /// vaults, on any port, and only this authority counts for them; for any other host it counts nothing. Default: empty.
    /// </summary>
    public string CaFile { get; set; } = "";

    /// <summary>Refused in Production unless this says <c>loopback-vault-in-production</c>. Default: empty.</summary>
    public string AllowInProduction { get; set; } = "";

    internal bool IsAllowed => CaFile.Length > 0;
}

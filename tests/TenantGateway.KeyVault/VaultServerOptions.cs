namespace TenantGateway.KeyVault;

/// <summary>Where a vault listens and what it is called; all has a default.</summary>
public sealed record VaultServerOptions
{
    /// <summary>Where the certificate authority and the federated token are written; a new temporary one where it is null, gone with the server.</summary>
    public string? Directory { get; init; }

    public int Port { get; init; }

    public int LoginPort { get; init; }

    /// <summary>Negative: no control address.</summary>
    public int ControlPort { get; init; } = -1;

    /// <summary>The name under which the vault is spoken to; it is on loopback whatever it is.</summary>
    public string Host { get; init; } = "localhost";

    /// <summary>The directory that the vault belongs to.</summary>
    public string DirectoryId { get; init; } = "11111111-2222-3333-4444-555555555555";

    /// <summary>Another vault whose login endpoint, tokens and certificate authority this one shares; it must live longer. Null: none.</summary>
    public VaultServer? SharesLoginWith { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;
}

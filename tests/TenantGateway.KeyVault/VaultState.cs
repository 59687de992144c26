using System.Security.Cryptography;

namespace TenantGateway.KeyVault;

/// <summary>The keys, the principals and the tokens. Everything under one lock: this is no place for speed.</summary>
internal sealed class VaultState(TimeProvider time, LoginState logins)
{
    internal const int RecoverableDays = 90;

    private int _rsaKeys;
    private long _lastCreated;

    internal Lock Gate { get; } = new();

    /// <summary>By name, without case.</summary>
    internal Dictionary<string, StoredKey> Live { get; } = new(StringComparer.OrdinalIgnoreCase);

    internal Dictionary<string, StoredKey> Deleted { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>What each principal may do; who is not here may do everything.</summary>
    internal Dictionary<string, string[]> Permissions { get; } = [];

    internal LoginState Logins => logins;

    internal long Now => time.GetUtcNow().ToUnixTimeSeconds();

    internal StoredVersion NewRsa(int bits, bool hsm, string[] operations) => New(KeyMaterial.Rsa(bits, _rsaKeys++), hsm ? "RSA-HSM" : "RSA", operations);

    internal StoredVersion NewEc(bool hsm, string[] operations) => New(KeyMaterial.P256(), hsm ? "EC-HSM" : "EC", operations);

    // A second after the one before: an order of times is an order of versions.
    private StoredVersion New(KeyMaterial material, string type, string[] operations)
    {
        _lastCreated = Math.Max(Now, _lastCreated + 1);
        return new StoredVersion
        {
            Id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)),
            Material = material,
            KeyType = type,
            Operations = operations,
            Created = _lastCreated,
            Updated = _lastCreated,
        };
    }
}

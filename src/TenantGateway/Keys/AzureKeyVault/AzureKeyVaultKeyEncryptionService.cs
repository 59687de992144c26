using System.Security.Cryptography;
using TenantGateway.Core.Keys;

namespace TenantGateway.Keys.AzureKeyVault;

/// <summary>
/// The key service over the deployment's own Key Vault: RSA key-encryption keys and one P-256 signing key, none of which ever leaves it.
/// </summary>
/// <param name="vault">The deployment's own.</param>
/// <param name="options">Names, sizes and bounds.</param>
/// <param name="time">The clock of waits.</param>
/// <param name="logger">Names keys, never what they wrap.</param>
/// <param name="makesKeys">Whether a signing key that is missing is made here; elsewhere it is waited for.</param>
internal sealed class AzureKeyVaultKeyEncryptionService(KeyVaultClient vault, AzureKeyVaultOptions options, TimeProvider time, ILogger logger, bool makesKeys = true) : IKeyEncryptionService, IKekLifecycle, IDisposable
{
    private const int MaxNameLength = 64;
    private const int MaxRsaSize = 1024;

    // A vault answers a deletion, recovery or purge before it has happened everywhere in it.
    private static readonly TimeSpan LongestTransition = TimeSpan.FromSeconds(60);

    private readonly SemaphoreSlim _findingSigningKey = new(1, 1);
    private volatile SigningKey? _signingKey;

    public async ValueTask<string> CreateAsync(string name, CancellationToken cancellationToken)
    {
        CheckName(name);
        // Creating what is there would add a version.
        if (await vault.FindAsync(name, "", cancellationToken) is { } existing) return existing.Id.ToString();
        var created = await vault.CreateRsaAsync(name, options.KeySize, options.Hsm, cancellationToken);
        if (!created.IsRsa || created.RsaBits != options.KeySize) throw new KeyServiceException(KeyServiceFailure.Invalid, $"The vault made the key {name} of another type or size than was asked for.");
        Log.Created(logger, name, created.Id.Version, vault.Vault);
        if (options.RotateAfterDays > 0) await vault.SetRotationAsync(name, options.RotateAfterDays, cancellationToken);
        return created.Id.ToString();
    }

    public async ValueTask<string> RotateAsync(string name, CancellationToken cancellationToken)
    {
        CheckName(name);
        var rotated = await vault.RotateAsync(name, cancellationToken);
        if (!rotated.IsRsa) throw new KeyServiceException(KeyServiceFailure.Invalid, $"The new version of the key {name} is no RSA key.");
        Log.Created(logger, name, rotated.Id.Version, vault.Vault);
        return rotated.Id.ToString();
    }

    public async ValueTask<IReadOnlyList<KekVersion>> ListVersionsAsync(string name, CancellationToken cancellationToken)
    {
        CheckName(name);
        var versions = await vault.ListVersionsAsync(name, cancellationToken);
        return [.. versions.OrderBy(version => version.CreatedAt).Select(version => new KekVersion(version.Id.ToString(), version.Enabled, version.CreatedAt))];
    }

    public async ValueTask SetEnabledAsync(string kekId, bool enabled, CancellationToken cancellationToken)
    {
        var id = Parse(kekId);
        CheckName(id.Name);
        var changed = await vault.SetEnabledAsync(id, enabled, cancellationToken);
        if (changed.Id != id || changed.Enabled != enabled) throw new KeyServiceException(KeyServiceFailure.Invalid, $"The vault did not set {kekId} to enabled: {enabled}.");
        Log.Changed(logger, enabled ? "enable" : "disable", id.Name, vault.Vault);
    }

    public async ValueTask<DeletedKek> DeleteAsync(string name, CancellationToken cancellationToken)
    {
        CheckName(name);
        if (await FindDeletedAsync(name, cancellationToken) is { } before) return before;
        await vault.DeleteAsync(name, cancellationToken);
        Log.Changed(logger, "delete", name, vault.Vault);
        return await UntilAsync(() => FindDeletedAsync(name, cancellationToken), $"The key {name} is not yet deleted.", cancellationToken);
    }

    public async ValueTask<DeletedKek?> FindDeletedAsync(string name, CancellationToken cancellationToken)
    {
        CheckName(name);
        return await vault.FindDeletedAsync(name, cancellationToken) is { } deleted ? new DeletedKek(name, deleted.DeletedAt, deleted.PurgedAt) : null;
    }

    public async ValueTask RecoverAsync(string name, CancellationToken cancellationToken)
    {
        CheckName(name);
        if (await vault.TryRecoverAsync(name, cancellationToken))
        {
            Log.Changed(logger, "recover", name, vault.Vault);
            await UntilAsync(async () => await vault.FindAsync(name, "", cancellationToken), $"The key {name} is not yet recovered.", cancellationToken);
        }
        else if (await vault.FindAsync(name, "", cancellationToken) is null)
        {
            throw new KeyServiceException(KeyServiceFailure.Denied, $"There is no key {name} to recover.");
        }
    }

    public async ValueTask PurgeAsync(string name, CancellationToken cancellationToken)
    {
        CheckName(name);
        if (await vault.TryPurgeAsync(name, cancellationToken))
        {
            Log.Changed(logger, "purge", name, vault.Vault);
            await UntilAsync(async () => await vault.FindDeletedAsync(name, cancellationToken) is null ? name : null, $"The key {name} is not yet purged.", cancellationToken);
        }
        else if (await vault.FindAsync(name, "", cancellationToken) is not null)
        {
            throw new KeyServiceException(KeyServiceFailure.Denied, $"The key {name} is in use: delete it first.");
        }
    }

    public async ValueTask<byte[]> WrapAsync(string kekId, ReadOnlyMemory<byte> key, CancellationToken cancellationToken)
    {
        var wrapped = new byte[MaxRsaSize];
        return wrapped[..await vault.WrapAsync(Parse(kekId), key, wrapped, cancellationToken)];
    }

    public async ValueTask<int> UnwrapAsync(string kekId, ReadOnlyMemory<byte> wrappedKey, Memory<byte> destination, CancellationToken cancellationToken) =>
        await vault.UnwrapAsync(Parse(kekId), wrappedKey, destination, cancellationToken);

    public async ValueTask<byte[]> SignAsync(ReadOnlyMemory<byte> digest, CancellationToken cancellationToken)
    {
        if (digest.Length != SHA256.HashSizeInBytes) throw new ArgumentException("A SHA-256 digest is 32 bytes.", nameof(digest));
        var key = await FindSigningKeyAsync(cancellationToken);
        var signature = new byte[RecordSignature.Size];
        var length = await vault.SignAsync(key.Id, digest, signature, cancellationToken);
        // Noticed here, where nothing is stored yet, and not when the record is refused.
        return length == signature.Length && key.Verifies(digest.Span, signature)
            ? signature
            : throw new KeyServiceException(KeyServiceFailure.Invalid, "What the vault signed does not verify under its signing key.");
    }

    public async ValueTask<byte[]> GetSigningKeyAsync(CancellationToken cancellationToken) => (await FindSigningKeyAsync(cancellationToken)).PublicKey.ToArray();

    public void Dispose() => _findingSigningKey.Dispose();

    // One version for the life of the process, for signing and for verifying: records do not say which one signed them.
    private async ValueTask<SigningKey> FindSigningKeyAsync(CancellationToken cancellationToken)
    {
        if (_signingKey is { } known) return known;
        await _findingSigningKey.WaitAsync(cancellationToken);
        try
        {
            return _signingKey ??= await ReadSigningKeyAsync(cancellationToken);
        }
        finally
        {
            _findingSigningKey.Release();
        }
    }

    private async Task<SigningKey> ReadSigningKeyAsync(CancellationToken cancellationToken)
    {
        var (name, version) = (options.SigningKeyName, options.SigningKeyVersion.ToLowerInvariant());
        var key = await vault.FindAsync(name, version, cancellationToken);
        if (key is null && version.Length > 0) throw new KeyServiceException(KeyServiceFailure.Denied, $"There is no version {version} of the signing key {name}.");
        if (key is null && !makesKeys) throw new KeyServiceException(KeyServiceFailure.Unavailable, "No keys have been made yet.");
        // Who may not create it is refused here; a new key beside old records verifies none of them, and the start says so.
        if (key is null) Log.Created(logger, name, (key = await vault.CreateSigningAsync(name, options.Hsm, cancellationToken)).Id.Version, vault.Vault);
        if (version.Length > 0 ? key.Id.Version != version : key.Id.Name != name) throw new KeyServiceException(KeyServiceFailure.Invalid, "The vault gave another version of the signing key than was asked for.");
        if (version.Length == 0) Log.SigningVersionNotPinned(logger, name, key.Id.Version);
        return key.SigningKey is { } publicKey
            ? new SigningKey(key.Id, publicKey)
            : throw new KeyServiceException(KeyServiceFailure.Invalid, $"The signing key {name} is no P-256 key.");
    }

    private VaultKeyId Parse(string kekId) =>
        VaultKeyId.TryParse(kekId, options, out var id) && id.Vault == vault.Vault
            ? id
            : throw new KeyServiceException(KeyServiceFailure.Denied, "The key id is not one of the deployment's vault.");

    private void CheckName(string name)
    {
        if (name.Length is 0 or > MaxNameLength || !name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
        {
            throw new ArgumentException($"A key name is 1 to {MaxNameLength} characters of [a-z0-9-].", nameof(name));
        }

        if (name == options.SigningKeyName) throw new ArgumentException("The signing key is no key-encryption key.", nameof(name));
    }

    private async Task<T> UntilAsync<T>(Func<ValueTask<T?>> find, string notYet, CancellationToken cancellationToken) where T : class
    {
        var started = time.GetTimestamp();
        for (var delay = TimeSpan.FromMilliseconds(100); ; delay = delay < TimeSpan.FromSeconds(2) ? delay * 2 : delay)
        {
            if (await find() is { } found) return found;
            if (time.GetElapsedTime(started) > LongestTransition) throw new KeyServiceException(KeyServiceFailure.Unavailable, notYet);
            await Task.Delay(delay, time, cancellationToken);
        }
    }

    private sealed record SigningKey(VaultKeyId Id, ReadOnlyMemory<byte> PublicKey)
    {
        internal bool Verifies(ReadOnlySpan<byte> digest, ReadOnlySpan<byte> signature)
        {
            using var key = ECDsa.Create();
            key.ImportSubjectPublicKeyInfo(PublicKey.Span, out _);
            return key.VerifyHash(digest, signature);
        }
    }
}

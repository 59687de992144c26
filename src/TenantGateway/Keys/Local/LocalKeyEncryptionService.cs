using System.Security.Cryptography;
using TenantGateway.Core.Cryptography;
using TenantGateway.Core.Keys;

namespace TenantGateway.Keys.Local;

/// <summary>
/// The key service for one machine: 32-byte key-encryption keys and a P-256 signing key in files, sealed under a root key beside them. Whoever
/// reads the directory has the keys; that is why Production asks for consent.
/// </summary>
/// <remarks>
/// Any number of processes may use one directory and create keys in it; one of them at a time rotates, disables, deletes, recovers and purges.
/// As in a Key Vault, a disabled version still wraps.
/// </remarks>
internal sealed class LocalKeyEncryptionService : IKeyEncryptionService, IKekLifecycle, IDisposable
{
    /// <summary>How long a deleted key can be recovered where nothing else is said.</summary>
    internal static readonly TimeSpan DefaultRetention = TimeSpan.FromDays(7);

    private const string SigningFile = "signing.key";
    private const int KekSize = 32;
    private const int MaxPkcs8Size = 256;

    private readonly Lock _lifecycle = new();
    private readonly LocalKeyDirectory _directory;
    private readonly LocalKekFiles _keks;
    private readonly byte[] _signingKey;

    private LocalKeyEncryptionService(LocalKeyDirectory directory, LocalKekFiles keks)
    {
        _directory = directory;
        _keks = keks;
        using var signing = ReadSigning();
        _signingKey = signing.ExportSubjectPublicKeyInfo();
    }

    /// <summary>Opens the directory and makes what a new one needs.</summary>
    /// <param name="directory">Where the keys lie.</param>
    /// <param name="retention">How long a deleted key can be recovered; seven days where it is left out.</param>
    /// <param name="time">The clock of deletions.</param>
    /// <param name="purges">Whether deleted keys whose time is over are purged; not by a process that only uses keys.</param>
    /// <exception cref="InvalidOperationException">The directory cannot be trusted or lacks a key that must be there.</exception>
    /// <exception cref="KeyServiceException">The signing key is damaged.</exception>
    internal static LocalKeyEncryptionService Open(string directory, TimeSpan? retention = null, TimeProvider? time = null, bool purges = true)
    {
        var files = LocalKeyDirectory.Open(directory);
        try
        {
            EnsureSigning(files, directory);
            var keks = new LocalKekFiles(files, time ?? TimeProvider.System, retention ?? DefaultRetention);
            if (purges) keks.PurgeExpired();
            return new LocalKeyEncryptionService(files, keks);
        }
        catch
        {
            files.Dispose();
            throw;
        }
    }

    /// <summary>Whether the directory holds what <see cref="Open"/> would otherwise make.</summary>
    internal static bool IsMade(string directory) => LocalKeyDirectory.IsMade(directory) && File.Exists(Path.Combine(directory, SigningFile));

    public ValueTask<string> CreateAsync(string name, CancellationToken cancellationToken)
    {
        lock (_lifecycle)
        {
            RefuseDeleted(name);
            // Read before the versions: a key that another process makes in between takes this very number, and who loses that race uses the winner's.
            var first = _keks.Next(name);
            if (_keks.Versions(name) is [.., var latest]) return ValueTask.FromResult(latest.ToString());
            TryAdd(first);
            return ValueTask.FromResult(first.ToString());
        }
    }

    public ValueTask<string> RotateAsync(string name, CancellationToken cancellationToken)
    {
        lock (_lifecycle)
        {
            RefuseDeleted(name);
            if (_keks.Versions(name).Count == 0) throw NoSuchKey(name);
            while (true)
            {
                var next = _keks.Next(name);
                if (TryAdd(next)) return ValueTask.FromResult(next.ToString());
            }
        }
    }

    public ValueTask<IReadOnlyList<KekVersion>> ListVersionsAsync(string name, CancellationToken cancellationToken)
    {
        lock (_lifecycle)
        {
            return ValueTask.FromResult<IReadOnlyList<KekVersion>>(FindDeleted(name) is null ? _keks.Versions(name).ConvertAll(_keks.Describe) : []);
        }
    }

    public ValueTask SetEnabledAsync(string kekId, bool enabled, CancellationToken cancellationToken)
    {
        lock (_lifecycle)
        {
            _keks.SetEnabled(Find(kekId), enabled);
            return ValueTask.CompletedTask;
        }
    }

    public ValueTask<DeletedKek> DeleteAsync(string name, CancellationToken cancellationToken)
    {
        lock (_lifecycle)
        {
            if (FindDeleted(name) is { } before) return ValueTask.FromResult(before);
            if (_keks.Versions(name).Count == 0) throw NoSuchKey(name);
            _keks.Delete(name);
            return ValueTask.FromResult(FindDeleted(name) ?? throw NoSuchKey(name));
        }
    }

    public ValueTask<DeletedKek?> FindDeletedAsync(string name, CancellationToken cancellationToken)
    {
        lock (_lifecycle) return ValueTask.FromResult(FindDeleted(name));
    }

    public ValueTask RecoverAsync(string name, CancellationToken cancellationToken)
    {
        lock (_lifecycle)
        {
            if (FindDeleted(name) is not null) _keks.Recover(name);
            else if (_keks.Versions(name).Count == 0) throw NoSuchKey(name);
            return ValueTask.CompletedTask;
        }
    }

    public ValueTask PurgeAsync(string name, CancellationToken cancellationToken)
    {
        lock (_lifecycle)
        {
            if (FindDeleted(name) is not null) _keks.Purge(name);
            else if (_keks.Versions(name).Count > 0) throw new KeyServiceException(KeyServiceFailure.Denied, $"The key {name} is in use: delete it first.");
            return ValueTask.CompletedTask;
        }
    }

    public ValueTask<byte[]> WrapAsync(string kekId, ReadOnlyMemory<byte> key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var kek = ReadKek(Find(kekId));
        return ValueTask.FromResult(SealedKey.Seal(kek.Span, WrapContext(kekId), key.Span));
    }

    public ValueTask<int> UnwrapAsync(string kekId, ReadOnlyMemory<byte> wrappedKey, Memory<byte> destination, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var id = Find(kekId);
        if (!_keks.IsEnabled(id)) throw new KeyServiceException(KeyServiceFailure.Denied, $"The key {id} is disabled.");
        using var kek = ReadKek(id);
        return ValueTask.FromResult(SealedKey.Open(kek.Span, WrapContext(kekId), wrappedKey.Span, destination.Span));
    }

    public ValueTask<byte[]> SignAsync(ReadOnlyMemory<byte> digest, CancellationToken cancellationToken)
    {
        if (digest.Length != SHA256.HashSizeInBytes) throw new ArgumentException("A SHA-256 digest is 32 bytes.", nameof(digest));
        cancellationToken.ThrowIfCancellationRequested();
        using var signing = ReadSigning();
        return ValueTask.FromResult(signing.SignHash(digest.Span, DSASignatureFormat.IeeeP1363FixedFieldConcatenation));
    }

    public ValueTask<byte[]> GetSigningKeyAsync(CancellationToken cancellationToken) => ValueTask.FromResult(_signingKey.ToArray());

    public void Dispose() => _directory.Dispose();

    private static string WrapContext(string kekId) => "TenantGateway wrapped key v1 " + kekId;

    private static KeyServiceException NoSuchKey(string name) => new(KeyServiceFailure.Denied, $"There is no key {name}.");

    private DeletedKek? FindDeleted(string name)
    {
        if (!LocalKekId.IsName(name)) throw new ArgumentException($"A key name is 1 to {LocalKekId.MaxNameLength} characters of [a-z0-9-].", nameof(name));
        return _keks.FindDeleted(name);
    }

    private void RefuseDeleted(string name)
    {
        if (FindDeleted(name) is not null) throw new KeyServiceException(KeyServiceFailure.Denied, $"The key {name} is deleted and keeps its name until it is purged.");
    }

    private bool TryAdd(LocalKekId id)
    {
        using var kek = new PinnedKey(KekSize);
        RandomNumberGenerator.Fill(kek.Span);
        return _directory.TryAdd(LocalKekFiles.FileOf(id), kek.Span);
    }

    // The version where it is there and its key is not deleted, enabled or not.
    private LocalKekId Find(string kekId)
    {
        if (!LocalKekId.TryParse(kekId, out var id)) throw new KeyServiceException(KeyServiceFailure.Denied, "The key id is not one of the local key service.");
        if (_keks.IsDeleted(id.Name)) throw new KeyServiceException(KeyServiceFailure.Denied, $"The key {id.Name} is deleted.");
        return _directory.Exists(LocalKekFiles.FileOf(id)) ? id : throw NoSuchKey(id.ToString());
    }

    private PinnedKey ReadKek(LocalKekId id)
    {
        var kek = _directory.Read(LocalKekFiles.FileOf(id));
        if (kek.Span.Length == KekSize) return kek;
        kek.Dispose();
        throw new KeyServiceException(KeyServiceFailure.Invalid, $"The key file of {id} holds no key-encryption key.");
    }

    private static void EnsureSigning(LocalKeyDirectory keys, string directory)
    {
        if (keys.Exists(SigningFile)) return;
        if (keys.HasKeks)
        {
            throw new InvalidOperationException(
                $"The signing key {Path.Combine(directory, SigningFile)} is missing although keys were made with it. A new one would verify no record: restore the file from its backup.");
        }

        using var signing = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var encoded = new PinnedKey(MaxPkcs8Size);
        if (!signing.TryExportPkcs8PrivateKey(encoded.Span, out var length)) throw new CryptographicException("The new signing key cannot be exported.");
        // Who loses a race uses the winner's key.
        keys.TryAdd(SigningFile, encoded.Span[..length]);
    }

    private ECDsa ReadSigning()
    {
        using var encoded = _directory.Read(SigningFile);
        var signing = ECDsa.Create();
        signing.ImportPkcs8PrivateKey(encoded.Span, out _);
        return signing;
    }
}

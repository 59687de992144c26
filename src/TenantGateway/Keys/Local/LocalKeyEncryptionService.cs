using System.Security.Cryptography;
using TenantGateway.Core.Cryptography;
using TenantGateway.Core.Keys;

namespace TenantGateway.Keys.Local;

/// <summary>
/// The key service for one machine: 32-byte key-encryption keys and a P-256 signing key in files, sealed under a root key beside them. Whoever
/// reads the directory has the keys; that is why Production asks for consent.
/// </summary>
internal sealed class LocalKeyEncryptionService : IKeyEncryptionService, IDisposable
{
    private const string SigningFile = "signing.key";
    private const int KekSize = 32;
    private const int MaxPkcs8Size = 256;

    private readonly LocalKeyDirectory _directory;
    private readonly byte[] _signingKey;

    private LocalKeyEncryptionService(LocalKeyDirectory directory)
    {
        _directory = directory;
        using var signing = ReadSigning();
        _signingKey = signing.ExportSubjectPublicKeyInfo();
    }

    /// <summary>Opens the directory and makes what a new one needs.</summary>
    /// <exception cref="InvalidOperationException">The directory cannot be trusted or lacks a key that must be there.</exception>
    /// <exception cref="KeyServiceException">The signing key is damaged.</exception>
    internal static LocalKeyEncryptionService Open(string directory)
    {
        var keys = LocalKeyDirectory.Open(directory);
        try
        {
            EnsureSigning(keys, directory);
            return new LocalKeyEncryptionService(keys);
        }
        catch
        {
            keys.Dispose();
            throw;
        }
    }

    /// <summary>Whether the directory holds what <see cref="Open"/> would otherwise make.</summary>
    internal static bool IsMade(string directory) => LocalKeyDirectory.IsMade(directory) && File.Exists(Path.Combine(directory, SigningFile));

    public ValueTask<string> CreateKekAsync(string name, CancellationToken cancellationToken)
    {
        if (!LocalKekId.IsName(name)) throw new ArgumentException($"A key name is 1 to {LocalKekId.MaxNameLength} characters of [a-z0-9-].", nameof(name));
        var latest = _directory.LatestVersion(name);
        var id = new LocalKekId(name, Math.Max(1, latest));
        if (latest == 0)
        {
            using var kek = new PinnedKey(KekSize);
            RandomNumberGenerator.Fill(kek.Span);
            // Who loses a race uses the winner's key.
            _directory.Add(LocalKeyDirectory.FileOf(id), kek.Span);
        }

        return ValueTask.FromResult(id.ToString());
    }

    public ValueTask<byte[]> WrapAsync(string kekId, ReadOnlyMemory<byte> key, CancellationToken cancellationToken)
    {
        using var kek = ReadKek(kekId);
        return ValueTask.FromResult(SealedKey.Seal(kek.Span, WrapContext(kekId), key.Span));
    }

    public ValueTask<int> UnwrapAsync(string kekId, ReadOnlyMemory<byte> wrappedKey, Memory<byte> destination, CancellationToken cancellationToken)
    {
        using var kek = ReadKek(kekId);
        return ValueTask.FromResult(SealedKey.Open(kek.Span, WrapContext(kekId), wrappedKey.Span, destination.Span));
    }

    public ValueTask<byte[]> SignAsync(ReadOnlyMemory<byte> digest, CancellationToken cancellationToken)
    {
        if (digest.Length != SHA256.HashSizeInBytes) throw new ArgumentException("A SHA-256 digest is 32 bytes.", nameof(digest));
        using var signing = ReadSigning();
        return ValueTask.FromResult(signing.SignHash(digest.Span, DSASignatureFormat.IeeeP1363FixedFieldConcatenation));
    }

    public ValueTask<byte[]> GetSigningKeyAsync(CancellationToken cancellationToken) => ValueTask.FromResult(_signingKey.ToArray());

    public void Dispose() => _directory.Dispose();

    private static string WrapContext(string kekId) => "TenantGateway wrapped key v1 " + kekId;

    private PinnedKey ReadKek(string kekId)
    {
        if (!LocalKekId.TryParse(kekId, out var id)) throw new KeyServiceException(KeyServiceFailure.Denied, "The key id is not one of the local key service.");
        var kek = _directory.Read(LocalKeyDirectory.FileOf(id));
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
        keys.Add(SigningFile, encoded.Span[..length]);
    }

    private ECDsa ReadSigning()
    {
        using var encoded = _directory.Read(SigningFile);
        var signing = ECDsa.Create();
        signing.ImportPkcs8PrivateKey(encoded.Span, out _);
        return signing;
    }
}

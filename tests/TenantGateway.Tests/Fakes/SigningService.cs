using System.Security.Cryptography;
using TenantGateway.Core.Keys;

namespace TenantGateway.Tests.Fakes;

/// <summary>A key service that signs and does nothing else.</summary>
internal sealed class SigningService : IKeyEncryptionService, IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public ValueTask<byte[]> WrapAsync(string kekId, ReadOnlyMemory<byte> key, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<int> UnwrapAsync(string kekId, ReadOnlyMemory<byte> wrappedKey, Memory<byte> destination, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<byte[]> SignAsync(ReadOnlyMemory<byte> digest, CancellationToken cancellationToken) =>
        ValueTask.FromResult(_key.SignHash(digest.Span, DSASignatureFormat.IeeeP1363FixedFieldConcatenation));

    public ValueTask<byte[]> GetSigningKeyAsync(CancellationToken cancellationToken) => ValueTask.FromResult(_key.ExportSubjectPublicKeyInfo());

    public void Dispose() => _key.Dispose();
}

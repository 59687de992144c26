using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace TenantGateway.KeyVault;

/// <summary>The material of one version. RSA keys are dear to find, so servers of one process share what was found: the n-th key of each size is the same.</summary>
internal sealed class KeyMaterial
{
    private static readonly ConcurrentDictionary<(int Bits, int Number), Lazy<RSAParameters>> Found = new();

    private readonly RSAParameters? _rsa;
    private readonly ECParameters? _ec;

    private KeyMaterial(RSAParameters? rsa, ECParameters? ec) => (_rsa, _ec) = (rsa, ec);

    internal static KeyMaterial Rsa(int bits, int number) => new(Found.GetOrAdd((bits, number), key => new Lazy<RSAParameters>(() =>
    {
        using var rsa = RSA.Create(key.Bits);
        return rsa.ExportParameters(includePrivateParameters: true);
    })).Value, null);

    internal static KeyMaterial P256()
    {
        using var ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new KeyMaterial(null, ec.ExportParameters(includePrivateParameters: true));
    }

    internal RSAParameters? PublicRsa => _rsa;

    internal ECPoint? PublicPoint => _ec?.Q;

    internal int RsaBits => _rsa?.Modulus?.Length * 8 ?? 0;

    internal RSA? OpenRsa() => _rsa is { } parameters ? RSA.Create(parameters) : null;

    internal ECDsa? OpenEc() => _ec is { } parameters ? ECDsa.Create(parameters) : null;
}

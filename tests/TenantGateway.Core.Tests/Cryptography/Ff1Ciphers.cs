using TenantGateway.Core.Cryptography;

namespace TenantGateway.Core.Tests.Cryptography;

/// <summary>Both implementations of FF1, as far as this machine can run them.</summary>
internal static class Ff1Ciphers
{
    public static Ff1Cipher Create(string name, ReadOnlySpan<byte> key) => name switch
    {
        AesSivCiphers.X86 => new Ff1X86(key),
        AesSivCiphers.Portable => new Ff1Portable(key),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "No such implementation."),
    };

    public static Ff1 Open(string name, ReadOnlySpan<byte> key) => new(Create(name, key));

    public static byte[] Encrypted(this Ff1 ff1, in Ff1Domain domain, byte[] tweak, byte[] numerals)
    {
        byte[] image = [.. numerals];
        ff1.Encrypt(domain, tweak, image);
        return image;
    }

    public static byte[] Decrypted(this Ff1 ff1, in Ff1Domain domain, byte[] tweak, byte[] numerals)
    {
        byte[] image = [.. numerals];
        ff1.Decrypt(domain, tweak, image);
        return image;
    }
}

using System.Security.Cryptography;
using Org.BouncyCastle.Crypto.Fpe;
using Org.BouncyCastle.Crypto.Parameters;
using AesEngines = Org.BouncyCastle.Crypto.AesUtilities;

namespace TenantGateway.Core.Cryptography;

/// <summary>
/// FF1 on BouncyCastle, for machines without AES-NI and for strings whose half is 2^96 or more, and the oracle of the tests for <see cref="Ff1X86"/>.
/// </summary>
/// <remarks>
/// Some thirty times slower, and it allocates: numbers of any size, and copies of key and string that stay in ordinary memory until the garbage collector reuses it.
/// Its AES looks up tables, so its time may tell of the key to who shares the processor's cache.
/// </remarks>
internal sealed class Ff1Portable : Ff1Cipher
{
    private readonly PinnedKey _key;

    /// <param name="key">16, 24 or 32 bytes; copied.</param>
    public Ff1Portable(ReadOnlySpan<byte> key)
    {
        RequireKeySize(key);
        _key = new PinnedKey(key.Length);
        key.CopyTo(_key.Span);
    }

    public override void Encrypt(in Ff1Domain domain, ReadOnlySpan<byte> tweak, Span<byte> numerals) => Transform(forEncryption: true, domain, tweak, numerals);

    public override void Decrypt(in Ff1Domain domain, ReadOnlySpan<byte> tweak, Span<byte> numerals) => Transform(forEncryption: false, domain, tweak, numerals);

    public override void Dispose() => _key.Dispose();

    private void Transform(bool forEncryption, in Ff1Domain domain, ReadOnlySpan<byte> tweak, Span<byte> numerals)
    {
        var engine = new FpeFf1Engine(AesEngines.CreateEngine());
        engine.Init(forEncryption, new FpeParameters(new KeyParameter(_key.Span), domain.Radix, tweak.ToArray()));
        var work = numerals.ToArray();
        engine.ProcessBlock(work, 0, work.Length, work, 0);
        work.CopyTo(numerals);
        CryptographicOperations.ZeroMemory(work);
    }
}

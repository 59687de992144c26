using System.Runtime.Intrinsics;
using System.Security.Cryptography;

namespace TenantGateway.Core.Cryptography;

/// <summary>
/// Runs every primitive that the gateway uses, as this machine will run it, against published answers. Once at start, before the first key is unwrapped: a wrong
/// answer means data that nobody could open again, or that anybody could.
/// </summary>
public static class KnownAnswerTests
{
    /// <summary>
    /// Nothing is returned: it passes or throws. Under a millisecond of work; in a fresh process some 20 ms, nearly all of it loading and compiling what is needed later anyway.
    /// </summary>
    /// <exception cref="CryptographicSelfTestException">Names the first primitive that failed.</exception>
    public static void Run() => Run(key => AesSivCipher.ForThisMachine(key), key => Ff1Cipher.ForThisMachine(key));

    internal static void Run(Func<byte[], AesSivCipher> cipherOf, Func<byte[], Ff1Cipher> ff1Of)
    {
        Cmac(cipherOf);
        foreach (var answer in KnownAnswer.OfAesSiv) AesSiv(cipherOf, answer);
        foreach (var answer in KnownPermutation.OfFf1) Ff1(ff1Of, answer);
        Hkdf();
        Hmac();
    }

    private static void Cmac(Func<byte[], AesSivCipher> cipherOf)
    {
        // SP 800-38B appendix D.3: one block and a partial one take different subkeys.
        var half = Convert.FromHexString("603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4");
        var message = Convert.FromHexString("6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e5130c81c46a35ce411");
        using var cipher = cipherOf([.. half, .. half]);
        const string Primitive = "AES-256-CMAC (SP 800-38B D.3)";
        Require(Primitive, "028962f61b7bf89efc6b551f4667d983", Bytes(cipher.Cmac([])));
        Require(Primitive, "28a7023f452e8f82bd4bf28d8c37c35c", Bytes(cipher.Cmac(message.AsSpan(0, 16))));
        Require(Primitive, "aaf3d8f1de5640c232f5b169b9c911e6", Bytes(cipher.Cmac(message)));
    }

    private static void AesSiv(Func<byte[], AesSivCipher> cipherOf, KnownAnswer answer)
    {
        using var siv = new AesSiv(cipherOf(Convert.FromHexString(answer.Key)));
        var state = siv.Start();
        foreach (var associatedData in answer.AssociatedData) siv.Absorb(ref state, Convert.FromHexString(associatedData));
        var plaintext = Convert.FromHexString(answer.Plaintext);
        var sealedText = new byte[plaintext.Length + Cryptography.AesSiv.TagSize];
        siv.Seal(state, plaintext, sealedText);
        Require(answer.Primitive, answer.Sealed, sealedText);

        var opened = new byte[plaintext.Length];
        if (!siv.TryOpen(state, sealedText, opened)) throw new CryptographicSelfTestException(answer.Primitive);
        Require(answer.Primitive, answer.Plaintext, opened);
        sealedText[^1] ^= 1;
        if (siv.TryOpen(state, sealedText, opened)) throw new CryptographicSelfTestException(answer.Primitive);
    }

    private static void Ff1(Func<byte[], Ff1Cipher> ff1Of, KnownPermutation answer)
    {
        using var ff1 = new Ff1(ff1Of(Convert.FromHexString(answer.Key)));
        var domain = new Ff1Domain(answer.Radix, answer.Plain.Length);
        var tweak = Convert.FromHexString(answer.Tweak);
        var numerals = KnownPermutation.Numerals(answer.Plain);
        ff1.Encrypt(domain, tweak, numerals);
        if (!numerals.AsSpan().SequenceEqual(KnownPermutation.Numerals(answer.Encrypted))) throw new CryptographicSelfTestException(answer.Primitive);
        ff1.Decrypt(domain, tweak, numerals);
        if (!numerals.AsSpan().SequenceEqual(KnownPermutation.Numerals(answer.Plain))) throw new CryptographicSelfTestException(answer.Primitive);
    }

    private static void Hkdf()
    {
        // The input of RFC 5869 A.1; the RFC has no SHA-512, this answer is of kullo.net's "HKDF-SHA-512 test vectors".
        var output = HKDF.DeriveKey(
            HashAlgorithmName.SHA512,
            Convert.FromHexString("0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b"),
            42,
            Convert.FromHexString("000102030405060708090a0b0c"),
            Convert.FromHexString("f0f1f2f3f4f5f6f7f8f9"));
        Require("HKDF-SHA-512", "832390086cda71fb47625bb5ceb168e4c8e26a1a16ed34d9fc7fe92c1481579338da362cb8d9f925d7cb", output);
    }

    private static void Hmac() => Require(
        "HMAC-SHA-256 (RFC 4231 4.3)",
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
        HMACSHA256.HashData("Jefe"u8, "what do ya want for nothing?"u8));

    private static byte[] Bytes(Vector128<byte> block)
    {
        var bytes = new byte[16];
        block.CopyTo(bytes);
        return bytes;
    }

    private static void Require(string primitive, string expected, ReadOnlySpan<byte> actual)
    {
        if (!actual.SequenceEqual(Convert.FromHexString(expected))) throw new CryptographicSelfTestException(primitive);
    }
}

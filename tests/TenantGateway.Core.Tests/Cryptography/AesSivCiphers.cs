using System.Security.Cryptography;
using TenantGateway.Core.Cryptography;

namespace TenantGateway.Core.Tests.Cryptography;

/// <summary>Both implementations of AES-SIV, as far as this machine can run them.</summary>
internal static class AesSivCiphers
{
    public const string X86 = "x86";
    public const string Portable = "portable";

    public static TheoryData<string> Names => AesSivX86.IsSupported ? new TheoryData<string>(X86, Portable) : new TheoryData<string>(Portable);

    public static AesSivCipher Create(string name, ReadOnlySpan<byte> key) => name switch
    {
        X86 => new AesSivX86(key),
        Portable => new AesSivPortable(key),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "No such implementation."),
    };

    public static AesSiv Open(string name, ReadOnlySpan<byte> key) => new(Create(name, key));

    /// <summary>Bytes that look random and are the same in every run.</summary>
    public static byte[] Pattern(int length, string seed = "")
    {
        var bytes = new byte[length];
        using var stream = new AesSivPortable(SHA512.HashData(System.Text.Encoding.UTF8.GetBytes("pattern" + seed)));
        stream.Ctr(default, bytes, bytes);
        return bytes;
    }

    public static AesSivState Absorb(this AesSiv siv, params ReadOnlySpan<byte[]> associatedData)
    {
        var state = siv.Start();
        foreach (var part in associatedData) siv.Absorb(ref state, part);
        return state;
    }

    public static byte[] Seal(this AesSiv siv, in AesSivState state, ReadOnlySpan<byte> plaintext)
    {
        var sealedText = new byte[plaintext.Length + AesSiv.TagSize];
        siv.Seal(state, plaintext, sealedText);
        return sealedText;
    }

    /// <summary>The plaintext, or null where the text was refused; also asserts that a refusal leaves zeros.</summary>
    public static byte[]? TryOpen(this AesSiv siv, in AesSivState state, ReadOnlySpan<byte> sealedText)
    {
        var plaintext = Pattern(Math.Max(0, sealedText.Length - AesSiv.TagSize));
        if (siv.TryOpen(state, sealedText, plaintext)) return plaintext;
        Assert.All(plaintext, b => Assert.Equal(0, b));
        return null;
    }
}

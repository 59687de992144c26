using System.Security.Cryptography;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Macs;
using Org.BouncyCastle.Crypto.Modes;
using Org.BouncyCastle.Crypto.Parameters;

namespace TenantGateway.Core.Cryptography;

/// <summary>AES-SIV (RFC 5297).</summary>
public sealed class AesSiv : IDisposable
{
    public const int KeySize = 64;
    public const int TagSize = 16;

    private readonly byte[] _key;

    public AesSiv(ReadOnlySpan<byte> key) => _key = key.ToArray();

    public AesSivState Start()
    {
        var state = default(AesSivState);
        Mac(new byte[16], state.Bytes);
        return state;
    }

    public void Absorb(ref AesSivState state, ReadOnlySpan<byte> associatedData)
    {
        Span<byte> mac = stackalloc byte[16];
        Mac(associatedData, mac);
        Double(state.Bytes);
        for (var i = 0; i < 16; i++) state.Bytes[i] ^= mac[i];
    }

    public void Seal(in AesSivState state, ReadOnlySpan<byte> plaintext, Span<byte> destination)
    {
        var v = S2v(state, plaintext);
        v.CopyTo(destination);
        Ctr(v, plaintext, destination.Slice(16, plaintext.Length));
    }

    public bool TryOpen(in AesSivState state, ReadOnlySpan<byte> sealedText, Span<byte> plaintext)
    {
        plaintext = plaintext[..(sealedText.Length - 16)];
        Ctr(sealedText[..16].ToArray(), sealedText[16..], plaintext);
        if (CryptographicOperations.FixedTimeEquals(S2v(state, plaintext), sealedText[..16])) return true;
        plaintext.Clear();
        return false;
    }

    public void Dispose() => CryptographicOperations.ZeroMemory(_key);

    private byte[] S2v(AesSivState state, ReadOnlySpan<byte> text)
    {
        var t = new byte[Math.Max(16, text.Length)];
        text.CopyTo(t);
        if (text.Length < 16)
        {
            t[text.Length] = 0x80;
            Double(state.Bytes);
        }

        for (var i = 0; i < 16; i++) t[t.Length - 16 + i] ^= state.Bytes[i];
        var v = new byte[16];
        Mac(t, v);
        return v;
    }

    private void Mac(ReadOnlySpan<byte> data, Span<byte> mac)
    {
        var cmac = new CMac(new AesEngine());
        cmac.Init(new KeyParameter(_key, 0, _key.Length / 2));
        cmac.BlockUpdate(data);
        cmac.DoFinal(mac);
    }

    private void Ctr(byte[] v, ReadOnlySpan<byte> input, Span<byte> output)
    {
        var iv = (byte[])v.Clone();
        iv[8] &= 0x7F;
        iv[12] &= 0x7F;
        var ctr = new SicBlockCipher(new AesEngine());
        ctr.Init(true, new ParametersWithIV(new KeyParameter(_key, _key.Length / 2, _key.Length / 2), iv));
        Span<byte> block = stackalloc byte[16];
        for (var i = 0; i < input.Length; i += 16)
        {
            var n = Math.Min(16, input.Length - i);
            block.Clear();
            input.Slice(i, n).CopyTo(block);
            ctr.ProcessBlock(block, block);
            block[..n].CopyTo(output[i..]);
        }
    }

    private static void Double(Span<byte> block)
    {
        var carry = block[0] >> 7;
        for (var i = 0; i < 15; i++) block[i] = (byte)((block[i] << 1) | (block[i + 1] >> 7));
        block[15] = (byte)((block[15] << 1) ^ (carry * 0x87));
    }
}

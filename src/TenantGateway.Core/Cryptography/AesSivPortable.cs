using System.Runtime.Intrinsics;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Macs;
using Org.BouncyCastle.Crypto.Modes;
using Org.BouncyCastle.Crypto.Parameters;
using AesEngines = Org.BouncyCastle.Crypto.AesUtilities;

namespace TenantGateway.Core.Cryptography;

/// <summary>
/// AES-SIV's parts on BouncyCastle, for machines without AES-NI, and the oracle of the tests for <see cref="AesSivX86"/>.
/// </summary>
/// <remarks>
/// BouncyCastle's CMac and Sic keep state and are not safe to share between threads, so each operation makes its own. That allocates, and leaves copies of the key in
/// ordinary memory until the garbage collector reuses it; its AES looks up tables, so its time may tell of the key to who shares the processor's cache.
/// </remarks>
internal sealed class AesSivPortable : AesSivCipher
{
    private readonly PinnedKey _key;
    private readonly int _half;

    /// <param name="key">32, 48 or 64 bytes; copied.</param>
    public AesSivPortable(ReadOnlySpan<byte> key)
    {
        RequireKeySize(key);
        _key = new PinnedKey(key.Length);
        _half = key.Length / 2;
        key.CopyTo(_key.Span);
    }

    public override Vector128<byte> Cmac(ReadOnlySpan<byte> data)
    {
        var mac = NewCmac();
        mac.BlockUpdate(data);
        return Finish(mac);
    }

    public override Vector128<byte> S2v(Vector128<byte> d, ReadOnlySpan<byte> text)
    {
        Span<byte> end = stackalloc byte[BlockSize];
        if (text.Length >= BlockSize)
        {
            var mac = NewCmac();
            mac.BlockUpdate(text[..^BlockSize]);
            (Vector128.Create(text[^BlockSize..]) ^ d).CopyTo(end);
            mac.BlockUpdate(end);
            return Finish(mac);
        }

        text.CopyTo(end);
        end[text.Length] = 0x80;
        (Vector128.Create<byte>(end) ^ BlockDoubling.Double(d)).CopyTo(end);
        return Cmac(end);
    }

    public override void Ctr(Vector128<byte> iv, ReadOnlySpan<byte> input, Span<byte> output)
    {
        Span<byte> block = stackalloc byte[BlockSize];
        FirstCounter(iv).CopyTo(block);
        var ctr = new SicBlockCipher(AesEngines.CreateEngine());
        ctr.Init(true, new ParametersWithIV(new KeyParameter(_key.Span[_half..]), block));
        for (; input.Length >= BlockSize; input = input[BlockSize..], output = output[BlockSize..])
        {
            ctr.ProcessBlock(input, output);
        }

        block.Clear();
        input.CopyTo(block);
        ctr.ProcessBlock(block, block);
        block[..input.Length].CopyTo(output);
    }

    public override void Dispose() => _key.Dispose();

    private CMac NewCmac()
    {
        var mac = new CMac(AesEngines.CreateEngine());
        mac.Init(new KeyParameter(_key.Span[.._half]));
        return mac;
    }

    private static Vector128<byte> Finish(IMac mac)
    {
        Span<byte> output = stackalloc byte[BlockSize];
        mac.DoFinal(output);
        return Vector128.Create<byte>(output);
    }
}

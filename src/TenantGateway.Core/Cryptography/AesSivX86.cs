using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace TenantGateway.Core.Cryptography;

/// <summary>AES-SIV's parts on AES-NI: nothing is allocated per operation, and time depends on lengths only.</summary>
internal sealed class AesSivX86 : AesSivCipher
{
    // One pinned run of blocks: the schedule of the MAC key, that of the CTR key, CMAC's two subkeys.
    private const int CtrAt = AesSchedule.MaxBlocks;
    private const int SubkeysAt = 2 * AesSchedule.MaxBlocks;

    private readonly PinnedKey _blocks = new((SubkeysAt + 2) * BlockSize);
    private readonly int _scheduleBlocks;

    /// <param name="key">32, 48 or 64 bytes; copied.</param>
    public AesSivX86(ReadOnlySpan<byte> key)
    {
        RequireKeySize(key);
        var half = key.Length / 2;
        _scheduleBlocks = AesSchedule.BlocksFor(half);
        var blocks = MemoryMarshal.Cast<byte, Vector128<byte>>(_blocks.Span);
        AesSchedule.Expand(key[..half], blocks[.._scheduleBlocks]);
        AesSchedule.Expand(key[half..], blocks.Slice(CtrAt, _scheduleBlocks));
        blocks[SubkeysAt] = BlockDoubling.Double(new AesSchedule(blocks[.._scheduleBlocks]).Encrypt(Vector128<byte>.Zero));
        blocks[SubkeysAt + 1] = BlockDoubling.Double(blocks[SubkeysAt]);
    }

    /// <summary>Whether this machine has the instructions.</summary>
    public static bool IsSupported => Aes.IsSupported && Ssse3.IsSupported;

    private ReadOnlySpan<Vector128<byte>> Blocks => MemoryMarshal.Cast<byte, Vector128<byte>>(_blocks.Span);

    public override Vector128<byte> Cmac(ReadOnlySpan<byte> data)
    {
        var blocks = Blocks;
        var aes = new AesSchedule(blocks[.._scheduleBlocks]);
        var chain = Vector128<byte>.Zero;
        for (; data.Length > BlockSize; data = data[BlockSize..]) chain = aes.Encrypt(chain ^ Vector128.Create(data));
        var last = data.Length == BlockSize
            ? Vector128.Create(data) ^ blocks[SubkeysAt]
            : PartialBlock.LoadPadded(data) ^ blocks[SubkeysAt + 1];
        return aes.Encrypt(chain ^ last);
    }

    public override Vector128<byte> S2v(Vector128<byte> d, ReadOnlySpan<byte> text)
    {
        var blocks = Blocks;
        var aes = new AesSchedule(blocks[.._scheduleBlocks]);
        if (text.Length < BlockSize) return aes.Encrypt(BlockDoubling.Double(d) ^ PartialBlock.LoadPadded(text) ^ blocks[SubkeysAt]);

        // CMAC of the text with d xored onto its last 16 bytes ("xorend"), which lie somewhere in the last 16 to 31.
        var chain = Vector128<byte>.Zero;
        for (; text.Length >= 2 * BlockSize; text = text[BlockSize..]) chain = aes.Encrypt(chain ^ Vector128.Create(text));
        var end = Vector128.Create(text[^BlockSize..]) ^ d;
        var ragged = text.Length - BlockSize;
        if (ragged == 0) return aes.Encrypt(chain ^ end ^ blocks[SubkeysAt]);
        chain = aes.Encrypt(chain ^ Vector128.Create(text) ^ PartialBlock.MoveBack(d, ragged));
        return aes.Encrypt(chain ^ PartialBlock.PaddedTail(end, ragged) ^ blocks[SubkeysAt + 1]);
    }

    public override void Ctr(Vector128<byte> iv, ReadOnlySpan<byte> input, Span<byte> output)
    {
        var aes = new AesSchedule(Blocks.Slice(CtrAt, _scheduleBlocks));
        // Kept with its bytes reversed so that it can be added to. 64 bits are enough: FirstCounter cleared the top one, so that nothing carries beyond.
        var counter = Reversed(FirstCounter(iv)).AsUInt64();
        while (true)
        {
            var a = Reversed(counter.AsByte());
            var b = Reversed((counter + Vector128.Create(1UL, 0)).AsByte());
            var c = Reversed((counter + Vector128.Create(2UL, 0)).AsByte());
            var d = Reversed((counter + Vector128.Create(3UL, 0)).AsByte());
            aes.Encrypt(ref a, ref b, ref c, ref d);
            if (!XorBlock(a, ref input, ref output) || !XorBlock(b, ref input, ref output)) return;
            if (!XorBlock(c, ref input, ref output) || !XorBlock(d, ref input, ref output)) return;
            counter += Vector128.Create(4UL, 0);
        }
    }

    public override void Dispose() => _blocks.Dispose();

    /// <summary>False once the input is used up.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool XorBlock(Vector128<byte> keystream, ref ReadOnlySpan<byte> input, ref Span<byte> output)
    {
        if (input.Length < BlockSize)
        {
            PartialBlock.Store(PartialBlock.Load(input) ^ keystream, output[..input.Length]);
            return false;
        }

        (Vector128.Create(input) ^ keystream).CopyTo(output);
        input = input[BlockSize..];
        output = output[BlockSize..];
        return true;
    }

    private static Vector128<byte> Reversed(Vector128<byte> block) =>
        Ssse3.Shuffle(block, Vector128.Create((byte)15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0));
}

using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace TenantGateway.Core.Cryptography;

/// <summary>
/// FF1 on AES-NI, after SP 800-38G section 6.1, algorithms 7 and 8. Both halves of a string are numbers, so that its leading zeros cost and mean what other
/// digits do. Nothing is allocated where <see cref="Ff1Domain.FitsOneBlock"/>; longer strings go to <see cref="Ff1Portable"/>.
/// </summary>
/// <remarks>
/// The standard's pseudorandom function is a CBC-MAC over P || Q. P, the tweak and its padding do not change from round to round, and the rest of Q, the round
/// number and half a string, lies within the last block: so a round costs one block of AES, however long the tweak is.
/// </remarks>
internal sealed class Ff1X86 : Ff1Cipher
{
    private const int BlockSize = 16;
    private const int Rounds = 10;

    private readonly PinnedKey _blocks = new(AesSchedule.MaxBlocks * BlockSize);
    private readonly int _scheduleBlocks;
    private readonly Ff1Portable _long;

    /// <param name="key">16, 24 or 32 bytes; copied.</param>
    public Ff1X86(ReadOnlySpan<byte> key)
    {
        RequireKeySize(key);
        _scheduleBlocks = AesSchedule.BlocksFor(key.Length);
        AesSchedule.Expand(key, MemoryMarshal.Cast<byte, Vector128<byte>>(_blocks.Span)[.._scheduleBlocks]);
        _long = new Ff1Portable(key);
    }

    /// <summary>Whether this machine has the instructions.</summary>
    public static bool IsSupported => AesSivX86.IsSupported;

    private AesSchedule Aes => new(MemoryMarshal.Cast<byte, Vector128<byte>>(_blocks.Span)[.._scheduleBlocks]);

    public override void Encrypt(in Ff1Domain domain, ReadOnlySpan<byte> tweak, Span<byte> numerals)
    {
        if (!domain.FitsOneBlock) _long.Encrypt(domain, tweak, numerals);
        else if (domain.HalfBytes <= 4) Narrow(forEncryption: true, domain, tweak, numerals);
        else Wide(forEncryption: true, domain, tweak, numerals);
    }

    public override void Decrypt(in Ff1Domain domain, ReadOnlySpan<byte> tweak, Span<byte> numerals)
    {
        if (!domain.FitsOneBlock) _long.Decrypt(domain, tweak, numerals);
        else if (domain.HalfBytes <= 4) Narrow(forEncryption: false, domain, tweak, numerals);
        else Wide(forEncryption: false, domain, tweak, numerals);
    }

    public override void Dispose()
    {
        _blocks.Dispose();
        _long.Dispose();
    }

    // Halves below 2^32: a round takes eight bytes of the block, so 64-bit numbers hold everything. Instead of swapping the halves after each round, even rounds
    // change the left one and odd rounds the right one.
    private void Narrow(bool forEncryption, in Ff1Domain domain, ReadOnlySpan<byte> tweak, Span<byte> numerals)
    {
        var aes = Aes;
        var constant = Absorb(aes, domain, tweak);
        var (leftSize, rightSize, shift) = ((ulong)domain.LeftSize, (ulong)domain.RightSize, 8 * domain.HalfBytes);
        var leftHalf = numerals[..(domain.Length / 2)];
        var rightHalf = numerals[(domain.Length / 2)..];
        var (left, right) = (Number(leftHalf, domain.Radix), Number(rightHalf, domain.Radix));
        if (forEncryption)
        {
            for (ulong round = 0; round < Rounds; round += 2)
            {
                left = (left + Round(aes, constant, right | (round << shift)) % leftSize) % leftSize;
                right = (right + Round(aes, constant, left | ((round + 1) << shift)) % rightSize) % rightSize;
            }
        }
        else
        {
            for (ulong round = Rounds; round > 0; round -= 2)
            {
                right = (right + rightSize - Round(aes, constant, left | ((round - 1) << shift)) % rightSize) % rightSize;
                left = (left + leftSize - Round(aes, constant, right | ((round - 2) << shift)) % leftSize) % leftSize;
            }
        }

        Write(left, domain.Radix, leftHalf);
        Write(right, domain.Radix, rightHalf);
    }

    private void Wide(bool forEncryption, in Ff1Domain domain, ReadOnlySpan<byte> tweak, Span<byte> numerals)
    {
        var aes = Aes;
        var constant = Absorb(aes, domain, tweak);
        var (leftSize, rightSize, bytes) = (domain.LeftSize, domain.RightSize, domain.HalfBytes);
        var leftHalf = numerals[..(domain.Length / 2)];
        var rightHalf = numerals[(domain.Length / 2)..];
        var (left, right) = (WideNumber(leftHalf, domain.Radix), WideNumber(rightHalf, domain.Radix));
        if (forEncryption)
        {
            for (var round = 0; round < Rounds; round += 2)
            {
                left = (left + WideRound(aes, constant, bytes, round, right) % leftSize) % leftSize;
                right = (right + WideRound(aes, constant, bytes, round + 1, left) % rightSize) % rightSize;
            }
        }
        else
        {
            for (var round = Rounds; round > 0; round -= 2)
            {
                right = (right + rightSize - WideRound(aes, constant, bytes, round - 1, left) % rightSize) % rightSize;
                left = (left + leftSize - WideRound(aes, constant, bytes, round - 2, right) % leftSize) % leftSize;
            }
        }

        WriteWide(left, domain.Radix, leftHalf);
        WriteWide(right, domain.Radix, rightHalf);
    }

    /// <summary>The CBC-MAC's chain after P and all of Q but its last block, with what is constant in that block already xored in.</summary>
    private static Vector128<byte> Absorb(in AesSchedule aes, in Ff1Domain domain, ReadOnlySpan<byte> tweak)
    {
        // P = [1][2][1] || [radix]^3 || [10] || [u mod 256] || [n]^4 || [t]^4
        Span<byte> block = stackalloc byte[BlockSize];
        BinaryPrimitives.WriteUInt32BigEndian(block, 0x01_02_01_00);
        BinaryPrimitives.WriteUInt16BigEndian(block[4..], (ushort)domain.Radix);
        block[6] = Rounds;
        block[7] = (byte)(domain.Length / 2);
        BinaryPrimitives.WriteInt32BigEndian(block[8..], domain.Length);
        BinaryPrimitives.WriteInt32BigEndian(block[12..], tweak.Length);
        var chain = aes.Encrypt(Vector128.Create<byte>(block));

        // Q = T || 0...0 || [round]^1 || [half]^b, as many zeros as fill the last block.
        for (; tweak.Length >= BlockSize; tweak = tweak[BlockSize..]) chain = aes.Encrypt(chain ^ Vector128.Create(tweak));
        var rest = PartialBlock.Load(tweak);
        return tweak.Length + 1 + domain.HalfBytes <= BlockSize ? chain ^ rest : aes.Encrypt(chain ^ rest);
    }

    /// <summary>The first eight bytes of the MAC: the standard's y where b is at most 4.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Round(in AesSchedule aes, Vector128<byte> constant, ulong roundAndHalf)
    {
        var block = Vector128.Create(0, BinaryPrimitives.ReverseEndianness(roundAndHalf)).AsByte();
        return BinaryPrimitives.ReverseEndianness(aes.Encrypt(constant ^ block).AsUInt64().ToScalar());
    }

    /// <summary>The first d bytes of the MAC, d = 4 * ceil(b / 4) + 4, at most 16.</summary>
    private static UInt128 WideRound(in AesSchedule aes, Vector128<byte> constant, int halfBytes, int round, UInt128 half)
    {
        var tail = half | ((UInt128)(uint)round << (8 * halfBytes));
        var block = Vector128.Create(BinaryPrimitives.ReverseEndianness((ulong)(tail >> 64)), BinaryPrimitives.ReverseEndianness((ulong)tail)).AsByte();
        var mac = aes.Encrypt(constant ^ block).AsUInt64();
        var all = new UInt128(BinaryPrimitives.ReverseEndianness(mac.GetElement(0)), BinaryPrimitives.ReverseEndianness(mac.GetElement(1)));
        var bytes = (4 * ((halfBytes + 3) / 4)) + 4;
        return all >> (128 - (8 * bytes));
    }

    private static ulong Number(ReadOnlySpan<byte> numerals, int radix)
    {
        ulong number = 0;
        foreach (var numeral in numerals) number = (number * (uint)radix) + numeral;
        return number;
    }

    private static void Write(ulong number, int radix, Span<byte> numerals)
    {
        var rest = (uint)number;
        for (var i = numerals.Length - 1; i >= 0; i--)
        {
            var quotient = rest / (uint)radix;
            numerals[i] = (byte)(rest - (quotient * (uint)radix));
            rest = quotient;
        }
    }

    private static UInt128 WideNumber(ReadOnlySpan<byte> numerals, int radix)
    {
        var number = UInt128.Zero;
        foreach (var numeral in numerals) number = (number * (uint)radix) + numeral;
        return number;
    }

    private static void WriteWide(UInt128 number, int radix, Span<byte> numerals)
    {
        for (var i = numerals.Length - 1; i >= 0; i--)
        {
            (number, var numeral) = UInt128.DivRem(number, (uint)radix);
            numerals[i] = (byte)numeral;
        }
    }
}

using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace TenantGateway.Core.Cryptography;

/// <summary>The round keys of AES (FIPS 197) and encryption with them on AES-NI: no lookup depends on key or data.</summary>
/// <param name="roundKeys">11, 13 or 15 blocks, as <see cref="Expand"/> left them.</param>
internal readonly ref struct AesSchedule(ReadOnlySpan<Vector128<byte>> roundKeys)
{
    /// <summary>Blocks of the longest schedule, that of a 32-byte key.</summary>
    public const int MaxBlocks = 15;

    private readonly ReadOnlySpan<Vector128<byte>> _roundKeys = roundKeys;

    /// <summary>The number of blocks for a key: one more than it has rounds.</summary>
    public static int BlocksFor(int keySize) => (keySize / 4) + 7;

    /// <summary>Key expansion (FIPS 197 section 5.2) in place, so that no round key is ever elsewhere.</summary>
    /// <param name="key">16, 24 or 32 bytes.</param>
    /// <param name="roundKeys"><see cref="BlocksFor"/> blocks.</param>
    public static void Expand(ReadOnlySpan<byte> key, Span<Vector128<byte>> roundKeys)
    {
        var words = MemoryMarshal.Cast<Vector128<byte>, uint>(roundKeys);
        var perKey = key.Length / 4;
        for (var i = 0; i < perKey; i++) words[i] = BinaryPrimitives.ReadUInt32LittleEndian(key[(4 * i)..]);
        uint roundConstant = 1;
        for (var i = perKey; i < words.Length; i++)
        {
            var word = words[i - 1];
            if (i % perKey == 0)
            {
                word = SubstituteBytes(BitOperations.RotateRight(word, 8)) ^ roundConstant;
                roundConstant = (roundConstant << 1) ^ ((roundConstant >> 7) * 0x11B);
            }
            else if (perKey > 6 && i % perKey == 4)
            {
                word = SubstituteBytes(word);
            }

            words[i] = words[i - perKey] ^ word;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector128<byte> Encrypt(Vector128<byte> block)
    {
        var keys = _roundKeys;
        block ^= keys[0];
        for (var i = 1; i < keys.Length - 1; i++) block = Aes.Encrypt(block, keys[i]);
        return Aes.EncryptLast(block, keys[^1]);
    }

    /// <summary>Encrypts four blocks in about the time of one: a round waits four cycles for its own result, and another block's fits in between.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Encrypt(ref Vector128<byte> first, ref Vector128<byte> second, ref Vector128<byte> third, ref Vector128<byte> fourth)
    {
        var keys = _roundKeys;
        var (a, b, c, d) = (first ^ keys[0], second ^ keys[0], third ^ keys[0], fourth ^ keys[0]);
        for (var i = 1; i < keys.Length - 1; i++)
        {
            var key = keys[i];
            a = Aes.Encrypt(a, key);
            b = Aes.Encrypt(b, key);
            c = Aes.Encrypt(c, key);
            d = Aes.Encrypt(d, key);
        }

        var last = keys[^1];
        first = Aes.EncryptLast(a, last);
        second = Aes.EncryptLast(b, last);
        third = Aes.EncryptLast(c, last);
        fourth = Aes.EncryptLast(d, last);
    }

    // The last round is SubBytes, ShiftRows and AddRoundKey; with four equal columns and a zero key only SubBytes is left of it.
    private static uint SubstituteBytes(uint word) =>
        Aes.EncryptLast(Vector128.Create(word).AsByte(), Vector128<byte>.Zero).AsUInt32().ToScalar();
}

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace TenantGateway.Core.Cryptography;

/// <summary>Multiplication by x in GF(2^128), the "dbl" of RFC 5297 section 2.3 and of CMAC's subkeys (RFC 4493 section 2.3).</summary>
internal static class BlockDoubling
{
    /// <summary>Doubles a block whose first byte is the most significant; without a branch or a lookup, as it may be a subkey.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Double(Vector128<byte> block)
    {
        // Each byte hands its top bit to the byte before it; the first byte hands it to the last, where it stands for the polynomial.
        var carries = Vector128.Shuffle(block >>> 7, Vector128.Create((byte)1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 0));
        var worth = Vector128.Create((byte)1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0x87);
        return (block + block) ^ ((Vector128<byte>.Zero - carries) & worth);
    }
}

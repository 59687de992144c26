using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace TenantGateway.Core.Cryptography;

/// <summary>
/// The ragged end of a text, less than a block, moved through registers without a buffer in memory. Time depends on lengths, never on bytes. x86 only.
/// </summary>
internal static class PartialBlock
{
    // Sixteen indices from anywhere in here make a shuffle that moves a block by some bytes; 0x80 gives a zero byte.
    private static ReadOnlySpan<byte> Moves =>
    [
        0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80,
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
        0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80,
    ];

    private static ReadOnlySpan<byte> Pads =>
    [
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    ];

    /// <summary>The last <paramref name="count"/> bytes of a block (1 to 15), moved to its front and padded with 10...0 (RFC 4493 section 2.4).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> PaddedTail(Vector128<byte> block, int count) =>
        Ssse3.Shuffle(block, Vector128.Create(Moves[(32 - count)..])) | Vector128.Create(Pads[(16 - count)..]);

    /// <summary>A block moved <paramref name="count"/> bytes (0 to 15) towards its end, zeros in front.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> MoveBack(Vector128<byte> block, int count) =>
        Ssse3.Shuffle(block, Vector128.Create(Moves[(16 - count)..]));

    /// <summary>0 to 15 bytes, padded with 10...0 (RFC 4493 section 2.4).</summary>
    public static Vector128<byte> LoadPadded(ReadOnlySpan<byte> bytes) => Load(bytes) | Vector128.Create(Pads[(16 - bytes.Length)..]);

    /// <summary>0 to 15 bytes, zeros behind.</summary>
    public static Vector128<byte> Load(ReadOnlySpan<byte> bytes)
    {
        var at = bytes.Length;
        ulong part = 0;
        if ((bytes.Length & 1) != 0) part = bytes[--at];
        if ((bytes.Length & 2) != 0) part = (part << 16) | BinaryPrimitives.ReadUInt16LittleEndian(bytes[(at -= 2)..]);
        if ((bytes.Length & 4) != 0) part = (part << 32) | BinaryPrimitives.ReadUInt32LittleEndian(bytes[(at -= 4)..]);
        return ((bytes.Length & 8) != 0
            ? Vector128.Create(BinaryPrimitives.ReadUInt64LittleEndian(bytes), part)
            : Vector128.Create(part, 0)).AsByte();
    }

    /// <summary>Writes the first bytes of a block, as many as the destination has: 0 to 15.</summary>
    public static void Store(Vector128<byte> block, Span<byte> destination)
    {
        var part = block.AsUInt64().GetElement(0);
        var at = 0;
        if ((destination.Length & 8) != 0)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(destination, part);
            part = block.AsUInt64().GetElement(1);
            at = 8;
        }

        if ((destination.Length & 4) != 0)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(destination[at..], (uint)part);
            part >>= 32;
            at += 4;
        }

        if ((destination.Length & 2) != 0)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(destination[at..], (ushort)part);
            part >>= 16;
            at += 2;
        }

        if ((destination.Length & 1) != 0) destination[at] = (byte)part;
    }
}

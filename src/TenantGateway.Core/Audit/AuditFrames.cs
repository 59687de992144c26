using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace TenantGateway.Core.Audit;

/// <summary>Several byte strings as one: each with its length in front, four bytes big-endian.</summary>
public static class AuditFrames
{
    public static void Append(IBufferWriter<byte> destination, ReadOnlySpan<byte> item)
    {
        Write(destination.GetSpan(LengthOf(item.Length)), item);
        destination.Advance(LengthOf(item.Length));
    }

    /// <summary>The length of the frame of so many bytes.</summary>
    public static int LengthOf(int item) => sizeof(int) + item;

    /// <returns>What is left of the destination behind the frame.</returns>
    public static Span<byte> Write(Span<byte> destination, ReadOnlySpan<byte> item)
    {
        BinaryPrimitives.WriteInt32BigEndian(destination, item.Length);
        item.CopyTo(destination[sizeof(int)..]);
        return destination[LengthOf(item.Length)..];
    }

    /// <returns>False where the bytes are no whole frames.</returns>
    public static bool TrySplit(ReadOnlyMemory<byte> frames, [NotNullWhen(true)] out IReadOnlyList<ReadOnlyMemory<byte>>? items)
    {
        items = null;
        var found = new List<ReadOnlyMemory<byte>>();
        while (!frames.IsEmpty)
        {
            if (frames.Length < sizeof(int)) return false;
            var length = BinaryPrimitives.ReadInt32BigEndian(frames.Span);
            if (length < 0 || length > frames.Length - sizeof(int)) return false;
            found.Add(frames.Slice(sizeof(int), length));
            frames = frames[(sizeof(int) + length)..];
        }

        items = found;
        return true;
    }

    /// <exception cref="InvalidDataException">The bytes are no whole frames.</exception>
    public static IReadOnlyList<ReadOnlyMemory<byte>> Split(ReadOnlyMemory<byte> frames) =>
        TrySplit(frames, out var items) ? items : throw new InvalidDataException("A batch of the audit trail is not made of whole frames.");
}

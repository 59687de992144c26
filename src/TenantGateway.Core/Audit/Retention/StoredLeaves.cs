using System.Buffers;
using System.Buffers.Binary;

namespace TenantGateway.Core.Audit.Retention;

/// <summary>
/// The records of a batch, framed as <see cref="AuditFrames"/> has it. The frame of one that was pruned has the sign bit of its length set, which no other has, and holds a
/// <see cref="PrunedLeaf"/>.
/// </summary>
public static class StoredLeaves
{
    private const int Mark = int.MinValue;

    /// <exception cref="InvalidDataException">The bytes are no whole frames.</exception>
    public static IReadOnlyList<StoredLeaf> Split(ReadOnlyMemory<byte> frames)
    {
        var found = new List<StoredLeaf>();
        while (!frames.IsEmpty)
        {
            if (frames.Length < sizeof(int)) throw Damaged();
            var head = BinaryPrimitives.ReadInt32BigEndian(frames.Span);
            var length = head & ~Mark;
            if (length > frames.Length - sizeof(int)) throw Damaged();
            var bytes = frames.Slice(sizeof(int), length);
            if (head >= 0) found.Add(new StoredLeaf(bytes, null));
            else if (PrunedLeaf.TryDecode(bytes.Span, out var pruned)) found.Add(new StoredLeaf(default, pruned));
            else throw Damaged();
            frames = frames[(sizeof(int) + length)..];
        }

        return found;
    }

    /// <summary>The frames with what is left in place of some records.</summary>
    /// <param name="leaves">The batch.</param>
    /// <param name="pruned">By their places in it. What was pruned before stays so.</param>
    public static byte[] Prune(IReadOnlyList<StoredLeaf> leaves, IReadOnlyDictionary<int, PrunedLeaf> pruned)
    {
        var frames = new ArrayBufferWriter<byte>();
        for (var i = 0; i < leaves.Count; i++)
        {
            if ((leaves[i].Pruned ?? pruned.GetValueOrDefault(i)) is { } left) Append(frames, left.Encode());
            else AuditFrames.Append(frames, leaves[i].Bytes.Span);
        }

        return frames.WrittenSpan.ToArray();
    }

    private static void Append(ArrayBufferWriter<byte> frames, byte[] left)
    {
        var frame = frames.GetSpan(sizeof(int) + left.Length);
        BinaryPrimitives.WriteInt32BigEndian(frame, left.Length | Mark);
        left.CopyTo(frame[sizeof(int)..]);
        frames.Advance(sizeof(int) + left.Length);
    }

    private static InvalidDataException Damaged() => new("A batch of the audit trail is not made of whole frames.");
}

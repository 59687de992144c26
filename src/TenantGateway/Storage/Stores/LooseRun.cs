using System.Buffers;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Audit.Search;

namespace TenantGateway.Storage.Stores;

/// <summary>Records of one tenant that follow one another and belong to one segment, as the index keeps them until the segment is full.</summary>
/// <param name="FirstSequence">The number of the first.</param>
/// <param name="LastSequence">The number of the last.</param>
/// <param name="Leaves">All of them in order, framed.</param>
internal sealed record LooseRun(long FirstSequence, long LastSequence, byte[] Leaves)
{
    // Arrays of a megabyte make the collector go through everything.
    private const int EnoughBytes = 256 * 1024;

    /// <summary>Runs of leaves that are in the order of the log.</summary>
    public static IEnumerable<(string Tenant, LooseRun Run)> Of(IEnumerable<IndexedLeaf> leaves)
    {
        foreach (var tenant in leaves.GroupBy(leaf => leaf.Tenant, StringComparer.Ordinal))
        {
            var (run, length) = (new List<IndexedLeaf>(), 0);
            foreach (var leaf in tenant)
            {
                if (run.Count > 0 && (!Follows(run[^1], leaf) || length >= EnoughBytes))
                {
                    yield return (tenant.Key, Of(run));
                    run.Clear();
                    length = 0;
                }

                run.Add(leaf);
                length += leaf.Leaf.Length;
            }

            yield return (tenant.Key, Of(run));
        }
    }

    /// <summary>The leaves behind a number.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> After(long sequence) => AuditFrames.Split(Leaves).Skip(Behind(sequence));

    /// <summary>The run without its records up to a number, of which it has later ones.</summary>
    public LooseRun WithoutThrough(long sequence)
    {
        var left = new ArrayBufferWriter<byte>();
        foreach (var leaf in AuditFrames.Split(Leaves).Skip(Behind(sequence))) AuditFrames.Append(left, leaf.Span);
        return new LooseRun(Math.Max(FirstSequence, sequence + 1), LastSequence, left.WrittenSpan.ToArray());
    }

    private int Behind(long sequence) => (int)Math.Clamp(sequence + 1 - FirstSequence, 0, LastSequence - FirstSequence + 1);

    private static bool Follows(IndexedLeaf before, IndexedLeaf leaf) =>
        leaf.Sequence == before.Sequence + 1 && AuditSegment.PlaceOf(leaf.Sequence).Number == AuditSegment.PlaceOf(before.Sequence).Number;

    private static LooseRun Of(List<IndexedLeaf> run)
    {
        var leaves = new byte[run.Sum(leaf => AuditFrames.LengthOf(leaf.Leaf.Length))];
        var left = leaves.AsSpan();
        foreach (var leaf in run) left = AuditFrames.Write(left, leaf.Leaf.Span);
        return new LooseRun(run[0].Sequence, run[^1].Sequence, leaves);
    }
}

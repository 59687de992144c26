using TenantGateway.Core.Audit;

namespace TenantGateway.Auditing.Projections;

/// <summary>
/// The batches that this process appended last, durable all of them, so that projections need not read back what has just been written. What another process appended is not among them. Whoever verifies
/// the log reads what is stored.
/// </summary>
/// <remarks>
/// Their bytes lie one after the other in one array that lives as long as the process, the newest over the oldest: kept one by one, each would outlive a collection, which has to move it while requests wait.
/// What is given out is a copy.
/// </remarks>
internal sealed class RecentBatches
{
    private const int MostBytes = 8 * 1024 * 1024;

    private const int MostBatches = 16 * 1024;

    private readonly Lock _gate = new();
    private readonly byte[] _bytes = GC.AllocateUninitializedArray<byte>(MostBytes);
    private readonly Kept[] _batches = new Kept[MostBatches];

    // Both count on for ever, and are places modulo the length of their array.
    private long _next;
    private long _end;

    private int _count;

    /// <summary>Keeps a batch that is durable, in place of the oldest ones.</summary>
    public void Add(AuditBatch batch)
    {
        var leaves = batch.Leaves.Span;
        lock (_gate)
        {
            // Somebody else has written in between: nothing before that can be gone through to the end.
            if (_count > 0 && At(_count - 1).After != batch.FirstIndex || leaves.Length > MostBytes) _count = 0;
            if (leaves.Length > MostBytes) return;
            // Each lies in one piece.
            if (_end % MostBytes + leaves.Length > MostBytes) _end += MostBytes - _end % MostBytes;
            while (_count > 0 && (_count == MostBatches || _end + leaves.Length - At(0).Start > MostBytes)) _count--;
            leaves.CopyTo(_bytes.AsSpan((int)(_end % MostBytes)));
            _batches[_next++ % MostBatches] = new Kept(batch.FirstIndex, batch.Count, _end, leaves.Length);
            _count++;
            _end += leaves.Length;
        }
    }

    /// <summary>Batches in their order, from the one that holds an index, about so many records; empty where that one is not among them.</summary>
    /// <param name="index">Of a record.</param>
    /// <param name="records">How many.</param>
    /// <param name="size">Of the log as the database has it: what a server forgot that was acknowledged is not made more of than it is.</param>
    public IReadOnlyList<AuditBatch> From(long index, int records, long size)
    {
        lock (_gate)
        {
            if (_count == 0 || index < At(0).FirstIndex) return [];
            // From the end, where projections that keep up are.
            var place = _count - 1;
            while (At(place).FirstIndex > index) place--;
            if (index >= At(place).After) return [];
            var found = new List<AuditBatch>();
            for (; place < _count && At(place) is var kept && kept.FirstIndex < index + records && kept.After <= size; place++)
                found.Add(new AuditBatch(kept.FirstIndex, kept.Count, _bytes.AsSpan((int)(kept.Start % MostBytes), kept.Length).ToArray()));
            return found;
        }
    }

    // The oldest is at 0.
    private Kept At(int place) => _batches[(_next - _count + place) % MostBatches];

    private readonly record struct Kept(long FirstIndex, int Count, long Start, int Length)
    {
        /// <summary>The index behind its last record.</summary>
        public long After => FirstIndex + Count;
    }
}

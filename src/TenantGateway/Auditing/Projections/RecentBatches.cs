using TenantGateway.Core.Audit;

namespace TenantGateway.Auditing.Projections;

/// <summary>
/// The batches that this process appended last, durable all of them, so that projections need not read back what has just been written. What another process appended is not among them. Whoever verifies
/// the log reads what is stored.
/// </summary>
internal sealed class RecentBatches
{
    private const long MostBytes = 8 * 1024 * 1024;

    private readonly Lock _gate = new();
    private readonly LinkedList<AuditBatch> _batches = [];
    private long _bytes;

    /// <summary>Keeps a batch that is durable, in place of the oldest ones.</summary>
    public void Add(AuditBatch batch)
    {
        lock (_gate)
        {
            // Somebody else has written in between: nothing before that can be gone through to the end.
            if (_batches.Last is { Value: var last } && last.FirstIndex + last.Count != batch.FirstIndex) Clear();
            _batches.AddLast(batch);
            _bytes += batch.Leaves.Length;
            while (_bytes > MostBytes && _batches.First is { } oldest)
            {
                _batches.RemoveFirst();
                _bytes -= oldest.Value.Leaves.Length;
            }
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
            if (_batches.First is not { } first || index < first.Value.FirstIndex) return [];
            // From the end, where projections that keep up are.
            var at = _batches.Last;
            while (at is not null && at.Value.FirstIndex > index) at = at.Previous;
            if (at is null || index >= at.Value.FirstIndex + at.Value.Count) return [];
            var found = new List<AuditBatch>();
            for (; at is not null && at.Value.FirstIndex < index + records && at.Value.FirstIndex + at.Value.Count <= size; at = at.Next) found.Add(at.Value);
            return found;
        }
    }

    private void Clear()
    {
        _batches.Clear();
        _bytes = 0;
    }
}

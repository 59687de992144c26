namespace TenantGateway.Core.Audit.Search;

/// <summary>The index of one tenant at one moment.</summary>
public interface IAuditIndexView
{
    AuditIndexState State { get; }

    /// <summary>Up to which number the tenant's records are pruned: parts may still tell of them, until the pruning is through.</summary>
    long PrunedThrough { get; }

    /// <summary>Every segment that has records which are not pruned, with its span of time, in order.</summary>
    ValueTask<IReadOnlyList<SegmentSpan>> SegmentsAsync();

    /// <summary>The times of one segment (<see cref="AuditSegment.Times"/>).</summary>
    ValueTask<byte[]> TimesAsync(long number);

    /// <summary>One part of the segments from one number to another, in order; segments that do not have it are left out.</summary>
    ValueTask<IReadOnlyList<SegmentPart>> PartsAsync(int part, long first, long last);

    /// <summary>The leaves of the records that are in no segment yet, in order.</summary>
    ValueTask<IReadOnlyList<ReadOnlyMemory<byte>>> LooseAsync();
}

/// <param name="Number">The segment.</param>
/// <param name="FirstTime">The earliest of its times, in milliseconds since 1970.</param>
/// <param name="LastTime">The latest.</param>
public sealed record SegmentSpan(long Number, long FirstTime, long LastTime);

/// <param name="Number">The segment.</param>
/// <param name="Postings">A posting table.</param>
public sealed record SegmentPart(long Number, byte[] Postings);

using System.Text;
using TenantGateway.Core.Audit.Search;

namespace TenantGateway.Auditing.Search;

/// <summary>
/// Finds the records of a filter in the index: window after window of segments, the terms of a filter intersected in each, and at the newest end the records that are in no
/// segment yet, one by one. A page reads no more windows than it takes to fill it; each window is twice the one before, so that what is rare needs few of them.
/// </summary>
internal sealed class AuditSearcher(IAuditIndex index)
{
    private const int FirstWindow = 32;
    private const int MostOfWindow = 512;

    /// <summary>The numbers of the records that match, in the order asked for.</summary>
    /// <param name="filter">What is sought.</param>
    /// <param name="range">Only numbers between these, both excluded.</param>
    /// <param name="ascending">The oldest first; else the newest.</param>
    /// <param name="most">How many.</param>
    /// <param name="cancellationToken">Ends it.</param>
    internal ValueTask<(AuditIndexState State, IReadOnlyList<long> Found)> FindAsync(AuditFilter filter, (long After, long Before) range, bool ascending, int most, CancellationToken cancellationToken) =>
        index.ReadAsync(filter.Tenant, async view => (view.State, (IReadOnlyList<long>)await FindAsync(view, filter, range, ascending, most)), cancellationToken);

    /// <summary>How many records match, in all and by the values of each facet.</summary>
    internal ValueTask<AuditCounts> CountAsync(AuditFilter filter, CancellationToken cancellationToken) => index.ReadAsync(filter.Tenant, view => CountAsync(view, filter), cancellationToken);

    private static async ValueTask<List<long>> FindAsync(IAuditIndexView view, AuditFilter filter, (long After, long Before) range, bool ascending, int most)
    {
        var found = new List<long>();
        if (!ascending) await AddLooseAsync();
        if (found.Count < most)
        {
            foreach (var (first, last) in Windows(await SegmentsAsync(view, filter, range), ascending))
            {
                var matches = await MatchesAsync(view, filter, first, last);
                foreach (var (number, records) in ascending ? matches.AsEnumerable() : matches.Reverse())
                {
                    var offsets = ascending ? records.Offsets : records.Offsets.Reverse();
                    found.AddRange(offsets.Select(offset => AuditSegment.SequenceOf(number, offset)).Where(IsInRange));
                }

                if (found.Count >= most) break;
            }
        }

        if (ascending && found.Count < most) await AddLooseAsync();
        return found.Count > most ? found[..most] : found;

        bool IsInRange(long sequence) => sequence > range.After && sequence < range.Before;

        async ValueTask AddLooseAsync()
        {
            var loose = (await LooseAsync(view, filter)).Select(record => record.Sequence).Where(IsInRange);
            found.AddRange(ascending ? loose : loose.Reverse());
        }
    }

    private static async ValueTask<AuditCounts> CountAsync(IAuditIndexView view, AuditFilter filter)
    {
        var total = 0L;
        var counts = TermKinds.Facets.ToDictionary(kind => kind, _ => new Dictionary<string, long>(StringComparer.Ordinal));
        foreach (var record in await LooseAsync(view, filter))
        {
            total++;
            foreach (var term in record.Terms.Where(term => term.IsFacet)) Add(term.Kind, term.Value, 1);
        }

        foreach (var (first, last) in Windows(await SegmentsAsync(view, filter, (0, long.MaxValue)), ascending: false))
        {
            var matches = await MatchesAsync(view, filter, first, last);
            if (matches.Count == 0) continue;
            total += matches.Values.Sum(records => (long)records.Count);
            foreach (var kind in TermKinds.Facets)
            {
                foreach (var part in await view.PartsAsync(AuditTerm.PartOf(kind), matches.Keys.First(), matches.Keys.Last()))
                {
                    if (!matches.TryGetValue(part.Number, out var records)) continue;
                    foreach (var (key, having) in PostingTable.Entries(part.Postings)) Add(kind, Encoding.UTF8.GetString(key), having.CountWith(records));
                }
            }
        }

        var facets = counts.ToDictionary(
            kind => TermKinds.NameOf(kind.Key),
            kind => (IReadOnlyList<CountedValue>)[.. kind.Value.Where(value => value.Value > 0).OrderByDescending(value => value.Value).ThenBy(value => value.Key, StringComparer.Ordinal).Select(value => CountedValue.Of(value.Key, value.Value))],
            StringComparer.Ordinal);
        return new AuditCounts(CountedValue.Of("", total), facets, view.State.Through - 1, view.State.LogSize);

        void Add(TermKind kind, string value, long count) => counts[kind][value] = counts[kind].GetValueOrDefault(value) + count;
    }

    /// <summary>The records of a window that match, by segment; segments without any are left out.</summary>
    private static async ValueTask<SortedDictionary<long, SequenceSet>> MatchesAsync(IAuditIndexView view, AuditFilter filter, SegmentSpan first, SegmentSpan last)
    {
        var matches = filter.Terms.Length == 0 ? await AllAsync(view, first.Number, last.Number) : await OfTermAsync(view, filter.Terms[0], first.Number, last.Number);
        foreach (var term in filter.Terms.Skip(1))
        {
            if (matches.Count == 0) return matches;
            var others = await OfTermAsync(view, term, matches.Keys.First(), matches.Keys.Last());
            foreach (var number in matches.Keys.ToArray())
            {
                if (others.TryGetValue(number, out var other)) matches[number].IntersectWith(other);
                if (other is null || matches[number].IsEmpty) matches.Remove(number);
            }
        }

        Cut(matches, view.PrunedThrough);
        if (filter.From is null && filter.To is null) return matches;
        var (from, to) = TimesOf(filter);
        foreach (var number in matches.Keys.ToArray())
        {
            AuditSegment.Restrict(matches[number], await view.TimesAsync(number), from, to);
            if (matches[number].IsEmpty) matches.Remove(number);
        }

        return matches;
    }

    private static void Cut(SortedDictionary<long, SequenceSet> matches, long prunedThrough)
    {
        var (number, offset) = AuditSegment.PlaceOf(prunedThrough + 1);
        if (!matches.TryGetValue(number, out var records)) return;
        records.RemoveBefore(offset);
        if (records.IsEmpty) matches.Remove(number);
    }

    private static async ValueTask<SortedDictionary<long, SequenceSet>> OfTermAsync(IAuditIndexView view, AuditTerm term, long first, long last)
    {
        var (matches, (place, key)) = (new SortedDictionary<long, SequenceSet>(), term.Place());
        foreach (var part in await view.PartsAsync(place, first, last))
        {
            var records = new SequenceSet();
            PostingTable.Find(part.Postings, key, records);
            if (!records.IsEmpty) matches.Add(part.Number, records);
        }

        return matches;
    }

    // Every record has an event.
    private static async ValueTask<SortedDictionary<long, SequenceSet>> AllAsync(IAuditIndexView view, long first, long last)
    {
        var matches = new SortedDictionary<long, SequenceSet>();
        foreach (var part in await view.PartsAsync(AuditTerm.PartOf(TermKind.Event), first, last))
        {
            var records = new SequenceSet();
            foreach (var (_, having) in PostingTable.Entries(part.Postings)) records.UnionWith(having);
            matches.Add(part.Number, records);
        }

        return matches;
    }

    private static async ValueTask<List<SegmentSpan>> SegmentsAsync(IAuditIndexView view, AuditFilter filter, (long After, long Before) range)
    {
        var (from, to) = TimesOf(filter);
        return [.. (await view.SegmentsAsync()).Where(span => span.LastTime >= from && span.FirstTime < to
            && AuditSegment.SequenceOf(span.Number, AuditSegment.Records - 1) > range.After && AuditSegment.SequenceOf(span.Number, 0) < range.Before)];
    }

    private static async ValueTask<IEnumerable<AuditRecord>> LooseAsync(IAuditIndexView view, AuditFilter filter) =>
        (await view.LooseAsync()).Select(leaf => AuditRecord.TryRead(leaf.Span, out var record) ? record : null).OfType<AuditRecord>().Where(filter.Matches);

    private static IEnumerable<(SegmentSpan First, SegmentSpan Last)> Windows(List<SegmentSpan> segments, bool ascending)
    {
        for (var (size, done) = (FirstWindow, 0); done < segments.Count; (size, done) = (Math.Min(size * 2, MostOfWindow), done + size))
        {
            var count = Math.Min(size, segments.Count - done);
            var first = ascending ? done : segments.Count - done - count;
            yield return (segments[first], segments[first + count - 1]);
        }
    }

    private static (long From, long To) TimesOf(AuditFilter filter) => (filter.From is { } from ? Ceiling(from) : 0, filter.To is { } to ? Ceiling(to) : long.MaxValue);

    // A record's time is whole milliseconds: one is at or after a moment between two if it is at or after the later of them.
    private static long Ceiling(DateTimeOffset moment) => (moment.UtcTicks - DateTimeOffset.UnixEpoch.Ticks + TimeSpan.TicksPerMillisecond - 1) / TimeSpan.TicksPerMillisecond;
}

using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.Json;
using TenantGateway.Core.Access;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Audit.Alarms;
using TenantGateway.Core.Audit.Search;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Auditing.Search;

/// <summary>Answers reviewers out of the index and the log.</summary>
internal sealed class AuditReview(AuditSearcher searcher, IAuditIndex index, IAuditStore log, IAuditKeys keys, IAlarmStore alarms, TimeProvider time) : IAuditReview
{
    private const int UsualPage = 50;
    private const int MostOfPage = 500;
    private const int MostOfTimeline = 500;

    // So long that following is cheap, so short that whoever loses the right to it does not follow for long.
    private static readonly TimeSpan TailTime = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan TailPause = TimeSpan.FromSeconds(1);

    public (ReviewPlan? Plan, Refusal? Refusal) Read(ReviewVerb verb, TenantId? own, IReadOnlyDictionary<string, string> parameters)
    {
        var rest = new Dictionary<string, string>(parameters, StringComparer.Ordinal);
        if (own is { } only && !rest.TryAdd("tenant", only.Value) && rest["tenant"] != only.Value) return Refused(Reasons.UnknownTenant);
        return verb switch
        {
            ReviewVerb.Search => ReadSearch(rest),
            ReviewVerb.Count => ReadCount(rest),
            ReviewVerb.Show => ReadShow(rest),
            ReviewVerb.Timeline => ReadTimeline(rest),
            ReviewVerb.Tail => ReadTail(rest),
            ReviewVerb.Alarms => ReadAlarms(rest),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    public async ValueTask<(ReviewPlan? Plan, Refusal? Refusal)> ReadAsync(TenantId? own, Stream document, CancellationToken cancellationToken)
    {
        var buffer = GC.AllocateUninitializedArray<byte>(PersonQuery.MaxBytes + 1, pinned: true);
        try
        {
            var length = await document.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
            if (length > PersonQuery.MaxBytes) return Refused(Reasons.DefinitionTooLarge);
            if (!PersonQuery.TryRead(buffer.AsSpan(0, length), out var query, out var wrong)) return Refused(wrong.Reason, wrong.Member);
            using (query) return await ReadPersonAsync(own, query, cancellationToken);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(buffer);
        }
    }

    public async ValueTask<string?> ResolveAsync(TenantId tenant, ActorId actor, CancellationToken cancellationToken)
    {
        var filter = new AuditFilter { Tenant = tenant.Value, Terms = [new AuditTerm(TermKind.Actor, actor.Value)] };
        var (_, found) = await searcher.FindAsync(filter, (0, long.MaxValue), ascending: false, UsualPage, cancellationToken);
        foreach (var sequence in found)
        {
            if (await log.ReadAsync(tenant.Value, sequence - 1, 1, cancellationToken) is not [{ Details: { } sealedDetails } row] || row.Sequence != sequence) continue;
            if (JsonSerializer.Deserialize<JsonElement>(row.Leaf).TryGetProperty("details", out var commitment) && await OpenAsync(tenant, sealedDetails, commitment.GetString() ?? "", cancellationToken) is { ActorName: { } name }) return name;
        }

        return null;
    }

    public ValueTask RebuildAsync(CancellationToken cancellationToken) => index.RebuildAsync(cancellationToken);

    private async ValueTask<(ReviewPlan? Plan, Refusal? Refusal)> ReadPersonAsync(TenantId? own, PersonQuery query, CancellationToken cancellationToken)
    {
        var rest = new Dictionary<string, string>(query.Parameters, StringComparer.Ordinal);
        if (own is { } only && !rest.TryAdd("tenant", only.Value) && rest["tenant"] != only.Value) return Refused(Reasons.UnknownTenant);
        if (!TryTakePage(rest, out var limit, out var cursor, out var wrong) || !AuditFilter.TryRead(rest, out var filter, out wrong)) return Refused(Reasons.MalformedRequest, wrong);
        var pseudonyms = await PseudonymsAsync(TenantId.Parse(filter.Tenant), query, cancellationToken);
        // One page of the search by each pseudonym; in all but old deployments there is one.
        var filters = pseudonyms.Select(pseudonym => filter with { Terms = [.. filter.Terms.Where(term => term.Kind < TermKind.Subject), new AuditTerm(TermKind.Subject, pseudonym), .. filter.Terms.Where(term => term.Kind > TermKind.Subject)] }).ToArray();
        var before = long.MaxValue;
        if (cursor is not null && !filters.Any(one => AuditCursor.TryRead(one, cursor, out before))) return Refused(Reasons.InvalidCursor, "cursor");
        return Planned(filter, AuditEvent.PersonSearched, $"{filter.Text} {query.Class} {string.Join(' ', pseudonyms)}", async ended => await PersonPageAsync(filters, pseudonyms, before, limit, ended));
    }

    private (ReviewPlan? Plan, Refusal? Refusal) ReadSearch(Dictionary<string, string> parameters)
    {
        if (!TryTakePage(parameters, out var limit, out var cursor, out var wrong) || !AuditFilter.TryRead(parameters, out var filter, out wrong)) return Refused(Reasons.MalformedRequest, wrong);
        var before = long.MaxValue;
        if (cursor is not null && !AuditCursor.TryRead(filter, cursor, out before)) return Refused(Reasons.InvalidCursor, "cursor");
        return Planned(filter, AuditEvent.AuditSearched, filter.Text, async ended => await PageAsync(filter, before, limit, ended));
    }

    private (ReviewPlan? Plan, Refusal? Refusal) ReadCount(Dictionary<string, string> parameters) => AuditFilter.TryRead(parameters, out var filter, out var wrong)
        ? Planned(filter, AuditEvent.AuditSearched, $"{filter.Text} counted", async ended => await searcher.CountAsync(filter, ended))
        : Refused(Reasons.MalformedRequest, wrong);

    private (ReviewPlan? Plan, Refusal? Refusal) ReadShow(Dictionary<string, string> parameters)
    {
        if (!TryTakeNumber(parameters, "sequence", 1, long.MaxValue, out var sequence) || sequence is not { } number) return Refused(Reasons.UnknownRecord);
        if (!AuditFilter.TryRead(parameters, out var filter, out _) || parameters.Count > 1) return Refused(Reasons.UnknownRecord);
        return Planned(filter, AuditEvent.AuditRecordShown, string.Create(CultureInfo.InvariantCulture, $"{filter.Tenant}/{number}"), async ended =>
            await index.FindLeavesAsync(filter.Tenant, [number], ended) is [var leaf] ? FoundRecord.Of(filter.Tenant, leaf) : null);
    }

    private (ReviewPlan? Plan, Refusal? Refusal) ReadTimeline(Dictionary<string, string> parameters)
    {
        if (!AuditFilter.TryRead(parameters, out var filter, out var wrong)) return Refused(Reasons.MalformedRequest, wrong);
        if (filter.Terms is not [{ Kind: TermKind.Request or TermKind.Trace }] || parameters.Count != 2) return Refused(Reasons.MalformedRequest, "request");
        return Planned(filter, AuditEvent.AuditSearched, $"{filter.Text} timeline", async ended => await TimelineAsync(filter, ended));
    }

    private (ReviewPlan? Plan, Refusal? Refusal) ReadTail(Dictionary<string, string> parameters)
    {
        if (!TryTakeNumber(parameters, "after", 0, long.MaxValue - 1, out var after)) return Refused(Reasons.MalformedRequest, "after");
        if (!AuditFilter.TryRead(parameters, out var filter, out var wrong)) return Refused(Reasons.MalformedRequest, wrong);
        return (new ReviewPlan(AuditEvent.AuditSearched, $"{filter.Text} watched") { Tenant = TenantId.Parse(filter.Tenant), Lines = ended => FollowAsync(filter, after, ended) }, null);
    }

    private (ReviewPlan? Plan, Refusal? Refusal) ReadAlarms(Dictionary<string, string> parameters)
    {
        if (!TryTakeNumber(parameters, "limit", 1, MostOfPage, out var limit)) return Refused(Reasons.MalformedRequest, "limit");
        if (!AlarmFilter.TryRead(parameters, out var filter, out var wrong)) return Refused(wrong == "cursor" ? Reasons.InvalidCursor : Reasons.MalformedRequest, wrong);
        return (new ReviewPlan(AuditEvent.AlarmsRead, filter.Text)
        {
            Tenant = filter.Tenant is { } tenant ? TenantId.Parse(tenant) : TenantId.Operator,
            Answer = async ended => await AlarmsAsync(filter, (int)(limit ?? UsualPage), ended),
        }, null);
    }

    private async ValueTask<AlarmPage> AlarmsAsync(AlarmFilter filter, int limit, CancellationToken cancellationToken)
    {
        var found = await alarms.FindAsync(filter, limit + 1, cancellationToken);
        return new AlarmPage([.. found.Take(limit)], found.Count > limit ? $"{AlarmCursor.Of(found[limit - 1])}" : null);
    }

    private async ValueTask<AuditPage> PageAsync(AuditFilter filter, long before, int limit, CancellationToken cancellationToken)
    {
        // One more than is given tells whether there is more.
        var (state, found) = await searcher.FindAsync(filter, (0, before), ascending: false, limit + 1, cancellationToken);
        var page = found.Take(limit).ToArray();
        return new AuditPage(await RecordsAsync(filter, page, cancellationToken), found.Count > limit ? AuditCursor.Of(filter, page[^1]) : null, state.Through - 1, state.LogSize);
    }

    private async ValueTask<AuditPage> PersonPageAsync(AuditFilter[] filters, string[] pseudonyms, long before, int limit, CancellationToken cancellationToken)
    {
        var (items, more, last) = (new List<(long Sequence, AuditFilter Filter)>(), false, (AuditIndexState?)null);
        foreach (var filter in filters)
        {
            (last, var found) = await searcher.FindAsync(filter, (0, before), ascending: false, limit + 1, cancellationToken);
            items.AddRange(found.Select(sequence => (sequence, filter)));
        }

        var page = items.DistinctBy(item => item.Sequence).OrderByDescending(item => item.Sequence).ToArray();
        more = page.Length > limit;
        page = page[..Math.Min(limit, page.Length)];
        var records = new List<FoundRecord>();
        foreach (var filter in filters) records.AddRange(await RecordsAsync(filter, [.. page.Where(item => item.Filter == filter).Select(item => item.Sequence)], cancellationToken));
        return new AuditPage([.. records.OrderByDescending(record => record.Index)], more ? AuditCursor.Of(page[^1].Filter, page[^1].Sequence) : null, (last?.Through ?? 0) - 1, last?.LogSize ?? 0) { Pseudonyms = pseudonyms };
    }

    /// <summary>The records of a request, and those of the traces that it was part of, or the other way round.</summary>
    private async ValueTask<AuditPage> TimelineAsync(AuditFilter filter, CancellationToken cancellationToken)
    {
        var (state, found) = await searcher.FindAsync(filter, (0, long.MaxValue), ascending: true, MostOfTimeline, cancellationToken);
        var sequences = found.ToHashSet();
        var leaves = await index.FindLeavesAsync(filter.Tenant, found, cancellationToken);
        var other = filter.Terms[0].Kind == TermKind.Request ? TermKind.Trace : TermKind.Request;
        foreach (var term in leaves.SelectMany(leaf => AuditRecord.TryRead(leaf.Leaf, out var record) ? record.Terms : []).Where(term => term.Kind == other).Distinct())
        {
            var (_, more) = await searcher.FindAsync(filter with { Terms = [term] }, (0, long.MaxValue), ascending: true, MostOfTimeline, cancellationToken);
            sequences.UnionWith(more);
        }

        var all = await index.FindLeavesAsync(filter.Tenant, [.. sequences.Order().Take(MostOfTimeline)], cancellationToken);
        return new AuditPage([.. all.Select(leaf => FoundRecord.Of(filter.Tenant, leaf))], null, state.Through - 1, state.LogSize);
    }

    private async IAsyncEnumerable<FoundRecord?> FollowAsync(AuditFilter filter, long? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        if (after is null)
        {
            // The newest few, to see that it is the right log.
            var (_, newest) = await searcher.FindAsync(filter, (0, long.MaxValue), ascending: false, 10, cancellationToken);
            after = newest.Count > 0 ? newest[^1] - 1 : 0;
        }

        while (time.GetElapsedTime(started) < TailTime)
        {
            var (_, found) = await searcher.FindAsync(filter, (after.Value, long.MaxValue), ascending: true, MostOfPage, cancellationToken);
            foreach (var record in await RecordsAsync(filter, found, cancellationToken)) yield return record;
            if (found.Count > 0) after = found[^1];
            yield return null;
            if (found.Count < MostOfPage) await Task.Delay(TailPause, time, cancellationToken);
        }
    }

    // What a hash gave is looked at in the record itself.
    private async ValueTask<IReadOnlyList<FoundRecord>> RecordsAsync(AuditFilter filter, IReadOnlyCollection<long> sequences, CancellationToken cancellationToken) =>
        [.. (await index.FindLeavesAsync(filter.Tenant, sequences, cancellationToken)).Where(leaf => AuditRecord.TryRead(leaf.Leaf, out var record) && filter.Matches(record)).Select(leaf => FoundRecord.Of(filter.Tenant, leaf))];

    private async ValueTask<string[]> PseudonymsAsync(TenantId tenant, PersonQuery query, CancellationToken cancellationToken)
    {
        using var lease = await keys.LeaseAsync(tenant, cancellationToken);
        var fieldClass = System.Text.Encoding.UTF8.GetBytes(query.Class.Value);
        var pseudonyms = new List<string>();
        foreach (var generation in lease.Ring.Generations) pseudonyms.Add(generation.SubjectOf(fieldClass, query.Value).Value);
        return [.. pseudonyms.Distinct()];
    }

    private async ValueTask<AuditDetails?> OpenAsync(TenantId tenant, byte[] sealedDetails, string commitment, CancellationToken cancellationToken)
    {
        using var lease = await keys.LeaseAsync(tenant, cancellationToken);
        foreach (var generation in lease.Ring.Generations)
        {
            if (AuditDetailsSeal.TryOpen(generation, sealedDetails, commitment, out var details)) return details;
        }

        return null;
    }

    private static bool TryTakePage(Dictionary<string, string> parameters, out int limit, out string? cursor, out string? wrong)
    {
        (limit, wrong) = (0, "limit");
        parameters.Remove("cursor", out cursor);
        if (!TryTakeNumber(parameters, "limit", 1, MostOfPage, out var number)) return false;
        (limit, wrong) = ((int)(number ?? UsualPage), null);
        return true;
    }

    private static bool TryTakeNumber(Dictionary<string, string> parameters, string name, long least, long most, out long? number)
    {
        number = null;
        if (!parameters.Remove(name, out var text)) return true;
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) || value < least || value > most) return false;
        number = value;
        return true;
    }

    private static (ReviewPlan? Plan, Refusal? Refusal) Planned(AuditFilter filter, AuditEvent happened, string subject, Func<CancellationToken, ValueTask<object?>> answer) =>
        (new ReviewPlan(happened, subject) { Tenant = TenantId.Parse(filter.Tenant), Answer = answer }, null);

    private static (ReviewPlan? Plan, Refusal? Refusal) Refused(Reason reason, string? location = null) => (null, new Refusal(reason, location));
}

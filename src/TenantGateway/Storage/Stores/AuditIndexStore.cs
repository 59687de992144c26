using System.Runtime.CompilerServices;
using TenantGateway.Core.Audit.Search;
using TenantGateway.Storage.Databases;

namespace TenantGateway.Storage.Stores;

/// <summary>The index of the audit log. Whoever changes it holds the row of its state, and changes it only as it was read.</summary>
internal sealed class AuditIndexStore(Database database) : IAuditIndex
{
    // A run belongs to one segment.
    private const string OfSegment = "build = @build AND tenant = @tenant AND first_sequence >= @first AND first_sequence <= @last";

    // Of several processes that start at once.
    private const string Turn = "id = 1 AND build = @Build AND (holder = @Holder OR leased_until <= @Now)";

    private const string State =
        """
        SELECT s.build, s.through, (SELECT size FROM audit_tree WHERE id = 1) AS "LogSize", s.holder, s.leased_until AS "LeasedUntil"
        FROM audit_index_state s WHERE s.id = 1
        """;

    private static readonly Insert<LooseValues> IntoLoose = new Insert<LooseValues>("audit_index_loose")
        .With("build", row => row.Build).With("tenant", row => row.Tenant).With("first_sequence", row => row.FirstSequence).With("last_sequence", row => row.LastSequence).With("leaves", row => row.Leaves);

    private static readonly Insert<TenantValues> IntoTenants = new Insert<TenantValues>("audit_index_tenants", "ON CONFLICT (build, tenant) DO UPDATE SET last_sequence = excluded.last_sequence")
        .With("build", row => row.Build).With("tenant", row => row.Tenant).With("folded", row => row.Folded).With("last_sequence", row => row.Last);

    private static readonly Insert<PartValues> IntoParts = new Insert<PartValues>("audit_index_parts")
        .With("build", row => row.Build).With("tenant", row => row.Tenant).With("part", row => row.Part).With("segment", row => row.Segment).With("postings", row => row.Postings);

    public async ValueTask<AuditIndexState> ReadStateAsync(CancellationToken cancellationToken) =>
        (await database.FindAsync<StateRow>(State, null, cancellationToken) ?? throw Missing()).ToState();

    public async ValueTask<bool> TryTakeAsync(AuditIndexTurn turn, IReadOnlyList<IndexedLeaf> leaves, long through, CancellationToken cancellationToken) => await database.ProjectAsync(
        async transaction =>
        {
            var taken = TurnValues.Of(turn, through);
            if (await transaction.ExecuteAsync($"UPDATE audit_index_state SET through = @Through, holder = @Holder, leased_until = @Until WHERE {Turn} AND through = @From", taken) != 1) return false;
            var kept = await AuditIndexPruning.KeptAsync(transaction, leaves);
            await transaction.InsertAsync(IntoLoose, LooseRun.Of(kept).Select(run => new LooseValues(turn.State.Build, run.Tenant, run.Run.FirstSequence, run.Run.LastSequence, run.Run.Leaves)));
            await transaction.InsertAsync(
                IntoTenants,
                kept.GroupBy(leaf => leaf.Tenant, StringComparer.Ordinal).Select(tenant => TenantValues.Of(turn.State.Build, tenant.Key, tenant.First().Sequence, tenant.Last().Sequence)));
            await transaction.CommitAsync();
            return true;
        },
        cancellationToken);

    public async ValueTask<(string Tenant, long Number)?> FindFullAsync(AuditIndexState state, CancellationToken cancellationToken)
    {
        var row = await database.FindAsync<FullRow>(
            "SELECT tenant, folded FROM audit_index_tenants WHERE build = @Build AND last_sequence >= (folded + 1) * @records ORDER BY tenant LIMIT 1",
            new { state.Build, records = (long)AuditSegment.Records },
            cancellationToken);
        return row is null ? null : (row.Tenant, row.Folded);
    }

    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadLooseAsync(AuditIndexState state, string tenant, long number, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var runs = database.StreamAsync<LooseRun>(
            $"SELECT first_sequence AS \"FirstSequence\", last_sequence AS \"LastSequence\", leaves AS \"Leaves\" FROM audit_index_loose WHERE {OfSegment} ORDER BY first_sequence",
            Span(state.Build, tenant, number),
            cancellationToken);
        await foreach (var run in runs)
        {
            foreach (var leaf in run.After(0)) yield return leaf;
        }
    }

    public async ValueTask<bool> TryFoldAsync(AuditIndexTurn turn, AuditSegment segment, CancellationToken cancellationToken) => await database.ProjectAsync(
        async transaction =>
        {
            var (build, tenant, number) = (turn.State.Build, segment.Tenant, segment.Number);
            if (await transaction.ExecuteAsync($"UPDATE audit_index_state SET holder = @Holder, leased_until = @Until WHERE {Turn}", TurnValues.Of(turn, turn.State.Through)) != 1) return false;
            if (await transaction.ExecuteAsync(
                "UPDATE audit_index_tenants SET folded = folded + 1 WHERE build = @build AND tenant = @tenant AND folded = @number", new { build, tenant, number }) != 1)
            {
                return false;
            }

            // One of which nothing was kept has no time and no part.
            if (segment.Parts.Count > 0)
            {
                await transaction.ExecuteAsync(
                    "INSERT INTO audit_index_segments (build, tenant, segment, first_time, last_time, times) VALUES (@build, @tenant, @number, @FirstTime, @LastTime, @Times)",
                    new { build, tenant, number, segment.FirstTime, segment.LastTime, segment.Times });
                await transaction.InsertAsync(IntoParts, segment.Parts.Select(part => new PartValues(build, tenant, part.Key, number, part.Value)));
            }

            await transaction.ExecuteAsync($"DELETE FROM audit_index_loose WHERE {OfSegment}", Span(build, tenant, number));
            await AuditIndexPruning.ApplyAsync(transaction, build, segment);
            await transaction.CommitAsync();
            return true;
        },
        cancellationToken);

    public async ValueTask RebuildAsync(CancellationToken cancellationToken) => await database.ProjectAsync(
        async transaction =>
        {
            await transaction.ExecuteAsync("UPDATE audit_index_state SET build = build + 1, through = 0, holder = NULL, leased_until = 0 WHERE id = 1", new { });
            await transaction.CommitAsync();
            return true;
        },
        cancellationToken);

    public async ValueTask<bool> TryForgetAsync(AuditIndexState state, CancellationToken cancellationToken)
    {
        var former = await database.FindAsync<FormerRow>(
            """
            SELECT t.build, t.tenant, coalesce((SELECT min(segment) FROM audit_index_segments WHERE build = t.build AND tenant = t.tenant), -1) AS segment
            FROM audit_index_tenants t WHERE t.build < @Build ORDER BY t.build, t.tenant LIMIT 1
            """,
            new { state.Build },
            cancellationToken);
        if (former is null) return false;
        return await database.ProjectAsync(
            async transaction =>
            {
                foreach (var table in former.Segment < 0 ? (string[])["audit_index_loose", "audit_index_tenants"] : ["audit_index_parts", "audit_index_segments"])
                {
                    var which = former.Segment < 0 ? "" : table == "audit_index_parts" ? $" AND part >= 0 AND part < {AuditSegment.Buckets + TermKinds.Facets.Length} AND segment = @Segment" : " AND segment = @Segment";
                    await transaction.ExecuteAsync($"DELETE FROM {table} WHERE build = @Build AND tenant = @Tenant{which}", former);
                }

                await transaction.CommitAsync();
                return true;
            },
            cancellationToken);
    }

    public async ValueTask<T> ReadAsync<T>(string tenant, Func<IAuditIndexView, ValueTask<T>> read, CancellationToken cancellationToken) => await database.SnapshotAsync(
        async transaction =>
        {
            var state = await transaction.FindAsync<StateRow>(State) ?? throw Missing();
            var folded = await transaction.FindAsync<long?>("SELECT folded FROM audit_index_tenants WHERE build = @Build AND tenant = @tenant", new { state.Build, tenant });
            var pruned = await AuditIndexPruning.FindThroughAsync(transaction, tenant);
            return await read(new AuditIndexView(transaction, state.ToState(), tenant, folded ?? 0, pruned));
        },
        cancellationToken);

    public async ValueTask<IReadOnlyList<FoundLeaf>> FindLeavesAsync(string tenant, IReadOnlyCollection<long> sequences, CancellationToken cancellationToken)
    {
        if (sequences.Count == 0) return [];
        return await database.SnapshotAsync(
            async transaction =>
            {
                var (found, portion) = (new Dictionary<long, FoundLeaf>(), (AuditPortionLeaves?)null);
                foreach (var sequence in sequences.Order())
                {
                    if (portion?.Holds(sequence) != true) portion = await AuditPortionLeaves.FindAsync(transaction, tenant, sequence);
                    if (portion?.Find(sequence) is { } leaf) found.Add(sequence, leaf);
                }

                return (IReadOnlyList<FoundLeaf>)[.. sequences.Where(found.ContainsKey).Select(sequence => found[sequence])];
            },
            cancellationToken);
    }

    private static object Span(long build, string tenant, long number) =>
        new { build, tenant, first = AuditSegment.SequenceOf(number, 0), last = AuditSegment.SequenceOf(number, AuditSegment.Records - 1) };

    private static InvalidOperationException Missing() => new("The database has lost the state of the index of its audit trail.");

    private sealed record StateRow(long Build, long Through, long LogSize, string? Holder, long LeasedUntil)
    {
        public AuditIndexState ToState() => new(Build, Through, LogSize, Holder, DateTimeOffset.FromUnixTimeMilliseconds(LeasedUntil));
    }

    private sealed record TurnValues(long Build, long From, long Through, string Holder, long Now, long Until)
    {
        public static TurnValues Of(AuditIndexTurn turn, long through) =>
            new(turn.State.Build, turn.State.Through, through, turn.Holder, turn.Now.ToUnixTimeMilliseconds(), turn.Until.ToUnixTimeMilliseconds());
    }

    private sealed record LooseValues(long Build, string Tenant, long FirstSequence, long LastSequence, byte[] Leaves);

    private sealed record TenantValues(long Build, string Tenant, long Folded, long Last)
    {
        // The segments before a tenant's first record that is kept are as good as folded.
        public static TenantValues Of(long build, string tenant, long first, long last) => new(build, tenant, AuditSegment.PlaceOf(first).Number, last);
    }

    private sealed record FullRow(string Tenant, long Folded);

    // Without segments: -1.
    private sealed record FormerRow(long Build, string Tenant, long Segment);

    private sealed record PartValues(long Build, string Tenant, int Part, long Segment, byte[] Postings);
}

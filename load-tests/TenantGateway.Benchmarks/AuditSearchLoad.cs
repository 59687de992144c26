using System.Buffers.Binary;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;
using TenantGateway.Auditing.Projections;
using TenantGateway.Auditing.Search;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Audit.Search;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Tenants;
using TenantGateway.Storage.PostgreSql;
using TenantGateway.Storage.Stores;

namespace TenantGateway.Benchmarks;

/// <summary>
/// The search of the audit log on a PostgreSQL server: how fast the projection takes records out of the log, by the code that does so in a gateway; then a log and its index of many records of one
/// tenant, copied in, and how long each search of it takes.
/// </summary>
internal static class AuditSearchLoad
{
    internal const string Verb = "audit-search";

    private const int Batch = 256;
    private const int Projected = 60_000;
    private const int Rounds = 3;
    private const string Tenant = "acme";
    private const string ProjectedTenant = "globex";

    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <param name="arguments">How many records, and the file of the connection string.</param>
    public static async Task<int> RunAsync(string[] arguments)
    {
        var (records, file) = (long.Parse(arguments[0], NumberStyles.None, CultureInfo.InvariantCulture), arguments[1]);
        using var database = new PostgreSqlDatabase(Options.Create(new PostgreSqlOptions { ConnectionStringFile = file }), NullLogger<PostgreSqlDatabase>.Instance);
        var (log, index) = (new AuditStore(database), new AuditIndexStore(database));
        await ProjectAsync(log, index);
        await using (var source = NpgsqlDataSource.Create(ConnectionStringFile.Read(file))) await FillAsync(source, (await log.ReadHeadAsync(default)).Size, records);
        return await SearchAsync(log, index, new AlarmStore(database), records);
    }

    private static async Task ProjectAsync(AuditStore log, AuditIndexStore index)
    {
        var encoder = new AuditLeafEncoder();
        for (var i = 0L; i < Projected; i += Batch)
        {
            await log.AppendAsync(new SyntheticPlacement(encoder, ProjectedTenant, i, Batch), default);
        }

        var services = new ServiceCollection().AddMetrics().AddSingleton<IAuditIndex>(index).AddSingleton<IAuditStore>(log).BuildServiceProvider();
        using var indexer = new AuditIndexer(services, new RecentBatches(), TimeProvider.System, new AuditIndexMetrics(services.GetRequiredService<IMeterFactory>()), NullLogger<AuditIndexer>.Instance);
        var started = Stopwatch.GetTimestamp();
        while (await indexer.StepAsync(default))
        {
            // Until all of it is indexed.
        }

        var through = (await index.ReadStateAsync(default)).Through;
        Print("projection", string.Create(CultureInfo.InvariantCulture, $"{through / Stopwatch.GetElapsedTime(started).TotalSeconds:n0} records/s ({through:n0} records)"), through / Stopwatch.GetElapsedTime(started).TotalSeconds >= 3000);
    }

    private static async Task FillAsync(NpgsqlDataSource source, long firstIndex, long records)
    {
        var started = Stopwatch.GetTimestamp();
        await using var batches = await source.OpenConnectionAsync();
        await using var portions = await source.OpenConnectionAsync();
        await using var segments = await source.OpenConnectionAsync();
        await using var parts = await source.OpenConnectionAsync();
        await using (var batchRows = await batches.BeginBinaryImportAsync("COPY audit_batches (first_index, count, committed_at, leaves) FROM STDIN (FORMAT BINARY)"))
        await using (var portionRows = await portions.BeginBinaryImportAsync("COPY audit_portions (tenant, first_sequence, last_sequence, first_index, offsets, last_hash) FROM STDIN (FORMAT BINARY)"))
        await using (var segmentRows = await segments.BeginBinaryImportAsync("COPY audit_index_segments (build, tenant, segment, first_time, last_time, times) FROM STDIN (FORMAT BINARY)"))
        await using (var partRows = await parts.BeginBinaryImportAsync("COPY audit_index_parts (build, tenant, part, segment, postings) FROM STDIN (FORMAT BINARY)"))
        {
            var encoder = new AuditLeafEncoder();
            var segment = new AuditSegmentBuilder();
            for (var number = 0L; number < records / AuditSegment.Records; number++)
            {
                segment.Begin(Tenant, number);
                for (var offset = 0; offset < AuditSegment.Records; offset += Batch)
                {
                    var first = AuditSegment.SequenceOf(number, offset);
                    var leaves = SyntheticPlacement.Leaves(encoder, Tenant, first, Batch, segment);
                    await WriteAsync(batchRows, firstIndex + first - 1, (long)Batch, 0L, leaves);
                    await WriteAsync(portionRows, Tenant, first, first + Batch - 1, firstIndex + first - 1, Offsets, new byte[32]);
                }

                var built = segment.Build();
                await WriteAsync(segmentRows, 1L, Tenant, number, built.FirstTime, built.LastTime, built.Times);
                foreach (var (part, postings) in built.Parts) await WriteAsync(partRows, 1L, Tenant, (long)part, number, postings);
            }

            await batchRows.CompleteAsync();
            await portionRows.CompleteAsync();
            await segmentRows.CompleteAsync();
            await partRows.CompleteAsync();
        }

        var whole = records / AuditSegment.Records;
        await using var connection = await source.OpenConnectionAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = string.Create(CultureInfo.InvariantCulture, $"""
            INSERT INTO audit_index_tenants (build, tenant, folded, last_sequence) VALUES (1, '{Tenant}', {whole}, {whole * AuditSegment.Records});
            UPDATE audit_tree SET size = {firstIndex + (whole * AuditSegment.Records)};
            UPDATE audit_index_state SET through = {firstIndex + (whole * AuditSegment.Records)};
            """);
        await command.ExecuteNonQueryAsync();
        await ReadAsync(connection, "VACUUM ANALYZE");
        var (logSize, indexSize) = (await ReadAsync(connection, SizeOf("audit_batches")), await ReadAsync(connection, SizeOf("audit_index_parts")));
        Print("filled", string.Create(CultureInfo.InvariantCulture, $"{whole * AuditSegment.Records:n0} records in {Stopwatch.GetElapsedTime(started).TotalSeconds:n0} s; log {logSize}, index {indexSize}"), null);
    }

    private static async Task<int> SearchAsync(AuditStore log, AuditIndexStore index, AlarmStore alarms, long records)
    {
        var review = new AuditReview(new AuditSearcher(index), index, log, new NoKeys(), alarms, TimeProvider.System);
        var holds = true;
        foreach (var (name, filter) in Filters(records))
        {
            foreach (var verb in (ReviewVerb[])[ReviewVerb.Search, ReviewVerb.Count])
            {
                var times = new List<double>();
                var found = "";
                for (var round = 0; round < Rounds; round++)
                {
                    var started = Stopwatch.GetTimestamp();
                    var (plan, refusal) = review.Read(verb, null, filter);
                    var answer = plan?.Answer is { } ask ? await ask(default) : throw new InvalidOperationException($"{refusal?.Reason} {refusal?.Location}");
                    times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
                    found = answer switch
                    {
                        AuditPage page => string.Create(CultureInfo.InvariantCulture, $"{page.Items.Count} records{(page.Next is null ? "" : " and more")}"),
                        AuditCounts counts => string.Create(CultureInfo.InvariantCulture, $"{counts.Total.Count:n0}{(counts.Total.OrMore ? "+" : "")}"),
                        _ => "nothing",
                    };
                }

                times.Sort();
                holds &= times[^1] <= 1000;
                Print($"{(verb == ReviewVerb.Search ? "page of" : "counts of")} {name}", string.Create(CultureInfo.InvariantCulture, $"{times[Rounds / 2]:n0} ms, at most {times[^1]:n0} ms: {found}"), times[^1] <= 1000);
            }
        }

        return holds ? 0 : 1;
    }

    private static IEnumerable<(string Name, Dictionary<string, string> Filter)> Filters(long records)
    {
        var middle = Start.AddSeconds(records / 2.0);
        var (from, to) = (Text(middle), Text(middle.AddHours(1)));
        (string Name, (string, string)[] Terms)[] filters =
        [
            ("everything", []),
            ("an event that most are of", [("event", "data.revealed")]),
            ("an outcome of one in seven", [("outcome", "role_missing")]),
            ("a class and a route", [("class", "email"), ("route", "crm")]),
            ("two that never go together", [("event", "access.denied"), ("class", "email")]),
            ("one actor of 500", [("actor", "ac_000017")]),
            ("a person of a million", [("subject", "sb_00000000000000000000012345")]),
            ("nobody", [("subject", "sb_nobody")]),
            ("one request", [("request", "4bf92f3577b34da6a3ce929d00001234")]),
            ("an hour", [("from", from), ("to", to)]),
            ("an actor, a class and a route in an hour", [("from", from), ("to", to), ("actor", "ac_000017"), ("class", "email"), ("route", "crm")]),
            ("a person, a class, a key and an outcome", [("subject", "sb_00000000000000000000012345"), ("class", "name"), ("key", "abc234"), ("outcome", "ok")]),
            ("an actor and a person", [("actor", "ac_000017"), ("subject", "sb_00000000000000000000012345")]),
        ];
        return filters.Select(filter => (filter.Name, filter.Terms.Append(("tenant", Tenant)).ToDictionary(term => term.Item1, term => term.Item2)));
    }

    private static byte[] Offsets { get; } = [.. Enumerable.Range(0, Batch).SelectMany(offset =>
    {
        var bytes = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)offset);
        return bytes;
    })];

    private static async Task WriteAsync(NpgsqlBinaryImporter rows, params object[] values)
    {
        await rows.StartRowAsync();
        foreach (var value in values) await rows.WriteAsync(value);
    }

    private static async Task<string> ReadAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        (command.CommandText, command.CommandTimeout) = (sql, 600);
        return $"{await command.ExecuteScalarAsync()}";
    }

    private static string SizeOf(string table) => $"SELECT pg_size_pretty(pg_total_relation_size('{table}'))";

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static void Print(string what, string seen, bool? kept) => Console.WriteLine($"{what,-56} {seen}{(kept is { } holds ? holds ? "   kept" : "   BROKEN" : "")}");

    private sealed class NoKeys : IAuditKeys
    {
        public ValueTask<KeyRingLease> LeaseAsync(TenantId tenant, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}

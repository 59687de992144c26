using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TenantGateway.Auditing;
using TenantGateway.Core.Access;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Audit.Merkle;
using TenantGateway.Core.Tenants;
using TenantGateway.Keys;
using TenantGateway.Storage;
using TenantGateway.Storage.PostgreSql;

namespace TenantGateway.Benchmarks;

/// <summary>
/// The log alone, as a process has it: callers who each wait until their record is durable, over the storage that is named. Prints records a second, and CPU of this
/// process for each; first without storing them, and what the writer has of that: the rest is the callers'.
/// </summary>
internal static class AuditLogLoad
{
    internal const string Verb = "audit-log";

    private const int Callers = 1024;
    private const int Tenants = 10;
    private const int Batch = 512;

    public static async Task<int> RunAsync(string[] settings)
    {
        var seconds = settings.Length > 0 && int.TryParse(settings[0], NumberStyles.None, CultureInfo.InvariantCulture, out var given) ? given : 10;
        var directory = Directory.CreateTempSubdirectory("tenant-gateway-audit-log-");
        try
        {
            await MeasureWriterAsync(TimeSpan.FromSeconds(1));
            Print("the writer's", await MeasureWriterAsync(TimeSpan.FromSeconds(2)));
            foreach (var stores in (bool[])[false, true])
            {
                using var host = Compose(directory.FullName, settings, stores);
                await host.StartAsync();
                await MeasureAsync(host, TimeSpan.FromSeconds(2));
                Print(stores ? "durable" : "without storing", await MeasureAsync(host, TimeSpan.FromSeconds(seconds)));
                await host.StopAsync();
            }
        }
        finally
        {
            directory.Delete(recursive: true);
        }

        return 0;
    }

    private static IHost Compose(string directory, string[] settings, bool stores)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { EnvironmentName = "Development" });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Gateway:Tombstones:Directory"] = Path.Combine(directory, "tombstones"),
            ["Gateway:Keys:Local:Directory"] = Path.Combine(directory, "keys"),
        }).AddCommandLine([.. settings.Skip(1)]);
        if (builder.Configuration[$"{PostgreSqlOptions.Section}:ConnectionStringFile"] is null) builder.Configuration["Gateway:Storage:Directory"] = Path.Combine(directory, $"state-{stores}");
        builder.Services.AddLogging(logging => logging.ClearProviders());
        builder.Services.AddStorage(builder.Configuration).AddKeys(builder.Configuration, GatewayRole.All).AddAuditing(builder.Configuration, GatewayRole.All);
        builder.Services.AddSingleton<ITenantDirectory, NoTenants>();
        if (!stores) builder.Services.AddSingleton<IAuditStore, KeepsNothing>();
        return builder.Build();
    }

    private static async Task<Figures> MeasureAsync(IHost host, TimeSpan duration)
    {
        var trail = host.Services.GetRequiredService<IAuditTrail>();
        var until = Stopwatch.GetTimestamp() + (long)(duration.TotalSeconds * Stopwatch.Frequency);
        var (cpu, started) = (Process.GetCurrentProcess().TotalProcessorTime, Stopwatch.GetTimestamp());
        var allocated = GC.GetTotalAllocatedBytes();
        var counts = await Task.WhenAll(Enumerable.Range(0, Callers).Select(i => Task.Run(() => CallAsync(trail, i, until))));
        return new Figures(counts.Sum(), Stopwatch.GetElapsedTime(started), Process.GetCurrentProcess().TotalProcessorTime - cpu, GC.GetTotalAllocatedBytes() - allocated);
    }

    // Placing, encoding and hashing, one batch after the other.
    private static async Task<Figures> MeasureWriterAsync(TimeSpan duration)
    {
        var (store, encoder, buffer) = (new KeepsNothing(), new AuditLeafEncoder(), new ArrayBufferWriter<byte>());
        var pending = Enumerable.Range(0, Batch).Select(i => new PendingEntry(EntryOf(i), SealedDetails.None)).ToList();
        var (count, end, cpu, started, allocated) = (0L, (TrailEnd?)null, Process.GetCurrentProcess().TotalProcessorTime, Stopwatch.GetTimestamp(), GC.GetTotalAllocatedBytes());
        for (; Stopwatch.GetElapsedTime(started) < duration; count += Batch)
        {
            var placement = new BatchPlacement(pending, end, DateTimeOffset.UnixEpoch, encoder, buffer);
            await store.AppendAsync(placement, CancellationToken.None);
            end = placement.TakeEnd();
        }

        return new Figures(count, Stopwatch.GetElapsedTime(started), Process.GetCurrentProcess().TotalProcessorTime - cpu, GC.GetTotalAllocatedBytes() - allocated);
    }

    // Of the operator too, whose audit key there is: its details are sealed.
    private static AuditEntry EntryOf(int caller) => AuditBenchmarks.Entry with
    {
        Tenant = caller % Tenants == 0 ? TenantId.Operator : TenantId.Parse($"tenant-{caller % Tenants}"),
        Details = caller % Tenants == 0 ? AuditBenchmarks.Entry.Details : null,
    };

    private static async Task<long> CallAsync(IAuditTrail trail, int caller, long until)
    {
        var entry = EntryOf(caller);
        var count = 0L;
        for (; Stopwatch.GetTimestamp() < until; count++) await trail.CommitAsync(entry, CancellationToken.None);
        return count;
    }

    private static void Print(string name, Figures figures) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{name,-16} {figures.Records / figures.Elapsed.TotalSeconds,10:n0} records/s   {figures.Cpu.TotalMicroseconds / figures.Records,6:n2} us CPU a record   {figures.Allocated / figures.Records,6:n0} B a record"));

    private sealed record Figures(long Records, TimeSpan Elapsed, TimeSpan Cpu, long Allocated);

    private sealed class NoTenants : ITenantDirectory
    {
        public IReadOnlyCollection<Tenant> All => [];

        public Tenant? Find(TenantId id) => null;

        public Tenant? FindByOrganization(string issuer, string organizationId) => null;

        public Tenant? FindByHost(string host) => null;

        public ValueTask ReloadAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;
    }

    /// <summary>Places every batch and throws it away.</summary>
    private sealed class KeepsNothing : IAuditStore
    {
        private AuditHead _head = new(new byte[16], 0, new MerkleFrontier().Encode());

        public ValueTask AppendAsync(IAuditPlacement placement, CancellationToken cancellationToken)
        {
            var appendix = placement.Place(new AuditGround { Size = _head.Size, Frontier = _head.Frontier, Tails = new Dictionary<string, AuditTail>() });
            if (appendix is not null) _head = _head with { Size = _head.Size + appendix.Batch.Count, Frontier = appendix.Frontier };
            return ValueTask.CompletedTask;
        }

        public ValueTask<AuditHead> ReadHeadAsync(CancellationToken cancellationToken) => ValueTask.FromResult(new AuditHead(new byte[16], 0, new MerkleFrontier().Encode()));

        public ValueTask<IReadOnlyList<AuditBatch>> ReadBatchesAsync(long fromIndex, int records, CancellationToken cancellationToken) => ValueTask.FromResult<IReadOnlyList<AuditBatch>>([]);

        public ValueTask<IReadOnlyList<MerkleHash>> ReadNodesAsync(int level, long firstIndex, int count, CancellationToken cancellationToken) => ValueTask.FromResult<IReadOnlyList<MerkleHash>>([]);

        public ValueTask<IReadOnlyList<AuditRow>> ReadAsync(string tenant, long afterSequence, int limit, CancellationToken cancellationToken) => ValueTask.FromResult<IReadOnlyList<AuditRow>>([]);

        public ValueTask<int> EraseDetailsAsync(string tenant, long? sequence, CancellationToken cancellationToken) => ValueTask.FromResult(0);

        public ValueTask<IReadOnlyList<OpenIntent>> ReadIntentsAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken) => ValueTask.FromResult<IReadOnlyList<OpenIntent>>([]);
    }
}

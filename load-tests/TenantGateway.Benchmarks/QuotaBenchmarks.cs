using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using TenantGateway.Core.Tenants;
using TenantGateway.Quotas;

namespace TenantGateway.Benchmarks;

/// <summary>What a request costs that its tenant's quota admits, among a thousand tenants, kept by one process or shared with others. Bounds: 100 ns and 0 B.</summary>
[MemoryDiagnoser]
public class QuotaBenchmarks
{
    private const int Tenants = 1000;

    /// <summary>Less than a process holds of the largest burst, so that none is refused.</summary>
    private const int Requests = 400_000;

    private static readonly Tenant Acme = TenantOf("acme-corporation");

    private readonly ServiceProvider _meters = new ServiceCollection().AddMetrics().AddSingleton<QuotasMetrics>().BuildServiceProvider();
    private LeaseBook? _book;
    private TenantQuotas? _quotas;

    [Params(false, true)]
    public bool Shared { get; set; }

    private TenantQuotas Quotas => _quotas ?? throw new InvalidOperationException("Not set up.");

    [IterationSetup]
    public void SetUp()
    {
        _book?.Dispose();
        _book = new LeaseBook(Shared, parts: 1);
        var options = Options.Create(new QuotasOptions { RequestsPerSecond = 1_000_000, Burst = 1_000_000 });
        _quotas = new TenantQuotas(new ConfiguredLimits(options), options, _book, _meters.GetRequiredService<QuotasMetrics>());
        foreach (var tenant in (Tenant[])[Acme, .. Enumerable.Range(1, Tenants - 1).Select(i => TenantOf($"tenant-{i}"))]) Pass(tenant, TimeSpan.Zero);
    }

    [Benchmark(OperationsPerInvoke = Requests)]
    public void Request()
    {
        for (var i = 0; i < Requests; i++) Pass(Acme, TimeSpan.FromTicks(i));
    }

    private void Pass(Tenant tenant, TimeSpan now)
    {
        var quota = Quotas.Of(tenant);
        if (quota.TryBegin(now) is not null) throw new InvalidOperationException("Refused.");
        quota.End();
    }

    private static Tenant TenantOf(string id) => new()
    {
        Id = TenantId.Parse(id),
        DisplayName = id,
        State = TenantState.Active,
        Organizations = [],
        Hosts = [],
        CreatedAt = DateTimeOffset.UnixEpoch,
    };
}

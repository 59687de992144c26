using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using TenantGateway.Core.Quotas;
using TenantGateway.Core.Tenants;
using TenantGateway.Quotas;
using TenantGateway.Tests.Storage;

namespace TenantGateway.Tests.Quotas;

public sealed class QuotasOptionsTests
{
    [Fact]
    public void Defaults_HoldForEveryTenant()
    {
        var limits = LimitsOf("acme", Read([]));

        Assert.Equal((1_000.0, 2_000, 256), (limits.Rate.PerSecond, limits.Rate.Burst, limits.ConcurrentRequests));
    }

    [Fact]
    public void Override_ChangesWhatItNamesForItsTenantAlone()
    {
        var options = Read([("Burst", "30"), ("Tenants:acme:RequestsPerSecond", "2.5"), ("Tenants:acme:ConcurrentRequests", "4"), ("Tenants:big-one:Burst", "50000")]);

        var (acme, big, other) = (LimitsOf("acme", options), LimitsOf("big-one", options), LimitsOf("globex", options));
        Assert.Equal((2.5, 30, 4), (acme.Rate.PerSecond, acme.Rate.Burst, acme.ConcurrentRequests));
        Assert.Equal((1_000.0, 50_000, 256), (big.Rate.PerSecond, big.Rate.Burst, big.ConcurrentRequests));
        Assert.Equal((1_000.0, 30, 256), (other.Rate.PerSecond, other.Rate.Burst, other.ConcurrentRequests));
    }

    [Fact]
    public void Definition_OverrulesTheSettingsInWhatItNames()
    {
        var options = Read([("Burst", "30"), ("Tenants:acme:RequestsPerSecond", "2.5"), ("Tenants:acme:ConcurrentRequests", "4")]);

        var limits = LimitsOf("acme", options, new QuotaOverrides(RequestsPerSecond: 7, Burst: 8));

        Assert.Equal((7.0, 8, 4), (limits.Rate.PerSecond, limits.Rate.Burst, limits.ConcurrentRequests));
    }

    [Theory]
    [InlineData("RequestsPerSecond", "0", "Gateway:Quotas:RequestsPerSecond: 0 is out of range. Give 0.1 to 1000000.")]
    [InlineData("RequestsPerSecond", "NaN", "Gateway:Quotas:RequestsPerSecond: NaN is out of range. Give 0.1 to 1000000.")]
    [InlineData("Replicas", "0", "Gateway:Quotas:Replicas: 0 is out of range. Give 1 to 1000.")]
    [InlineData("Burst", "0", "Gateway:Quotas:Burst: 0 is out of range. Give 1 to 1000000.")]
    [InlineData("ConcurrentRequests", "100001", "Gateway:Quotas:ConcurrentRequests: 100001 is out of range. Give 1 to 100000.")]
    [InlineData("Tenants:acme:Burst", "-1", "Gateway:Quotas:Tenants:acme:Burst: -1 is out of range. Give 1 to 1000000.")]
    [InlineData("Tenants:Acme:Burst", "1", "Gateway:Quotas:Tenants:Acme: 'Acme' is no tenant id.")]
    [InlineData("Tenants:acme.localhost:Burst", "1", "Gateway:Quotas:Tenants:acme.localhost: 'acme.localhost' is no tenant id.")]
    [InlineData("Tenants:operator:Burst", "1", "Gateway:Quotas:Tenants:operator: this id is the operator's own")]
    [InlineData("Tenants:acme", null, "Gateway:Quotas:Tenants:acme: sets nothing.")]
    public void BadQuota_IsRefusedAtTheStart(string key, string? value, string told) =>
        Assert.StartsWith(told, Assert.Single(Assert.Throws<OptionsValidationException>(() => Read([(key, value)])).Failures), StringComparison.Ordinal);

    [Fact]
    public void SharedQuotasWithoutANumberOfReplicas_AreRefused()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Gateway:Redis:Endpoints:0", "127.0.0.1:6379")]).Build();
        using var services = new ServiceCollection().AddQuotas(configuration).BuildServiceProvider();

        var refused = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IOptions<QuotasOptions>>().Value);
        Assert.StartsWith("Gateway:Quotas:Replicas is not set", Assert.Single(refused.Failures), StringComparison.Ordinal);
    }

    [Fact]
    public void ReplicasThatShareNothing_HaveAPartEach()
    {
        var settings = new Dictionary<string, string?> { ["Gateway:Quotas:Replicas"] = "4", ["Gateway:Quotas:Burst"] = "40", ["Gateway:Quotas:RequestsPerSecond"] = "0.1", ["Gateway:Quotas:ConcurrentRequests"] = "8" };
        using var services = new ServiceCollection().AddMetrics().AddQuotas(new ConfigurationBuilder().AddInMemoryCollection(settings).Build()).BuildServiceProvider();
        var quota = services.GetRequiredService<TenantQuotas>().Of(StateHost.TenantOf("acme"));

        var reasons = Enumerable.Range(0, 11).Select(_ => quota.TryBegin(TimeSpan.FromDays(1))?.Reason.Code).ToList();
        Assert.Equal([null, null, "tenant_concurrency_limited"], reasons[..3]);
        for (var i = 0; i < 2; i++) quota.End();
        Assert.Equal("tenant_rate_limited", reasons[10]);
    }

    [Fact]
    public void BadQuotas_AreToldAtOnce() =>
        Assert.Equal(3, Assert.Throws<OptionsValidationException>(() => Read([("Burst", "0"), ("Tenants:a:Burst", "0")])).Failures.Count());

    [Theory]
    [InlineData(1_000, 2_000, "\"tenant\";q=2000;w=2")]
    [InlineData(1_000, 1, "\"tenant\";q=1000;w=1")]
    [InlineData(0.1, 1, "\"tenant\";q=1;w=10")]
    [InlineData(2.5, 30, "\"tenant\";q=30;w=12")]
    [InlineData(0.3, 1, "\"tenant\";q=1;w=4")]
    [InlineData(3, 7, "\"tenant\";q=9;w=3")]
    public void Policy_StatesTheRateOverWholeSeconds(double perSecond, int burst, string policy) =>
        Assert.Equal(policy, QuotaRefusal.OfRate(new Core.Quotas.RateLimit(perSecond, burst)).After(TimeSpan.Zero).Headers.Single(header => header.Key == "RateLimit-Policy").Value);

    private static QuotasOptions Read(IEnumerable<(string Key, string? Value)> settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create($"{QuotasOptions.Section}:{setting.Key}", setting.Value)))
            .Build();
        using var services = new ServiceCollection().AddQuotas(configuration).BuildServiceProvider();
        return services.GetRequiredService<IOptions<QuotasOptions>>().Value;
    }

    private static TenantLimits LimitsOf(string id, QuotasOptions options, QuotaOverrides? quotas = null) =>
        new ConfiguredLimits(Options.Create(options)).Of(StateHost.TenantOf(id) with { Quotas = quotas ?? QuotaOverrides.None });
}

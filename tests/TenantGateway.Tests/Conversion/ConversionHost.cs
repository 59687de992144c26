using TenantGateway.Core.Protection.Policies;
using System.Collections.Immutable;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using TenantGateway.Conversion;
using TenantGateway.Core.Access;
using TenantGateway.Core.Buffers;
using TenantGateway.Core.Conversion;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Protection;
using TenantGateway.Core.Tenants;
using TenantGateway.Core.Tokens;
using TenantGateway.Tests.Keys;
using TenantGateway.Tests.Storage;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Conversion;

/// <summary>A process that takes rows of the tenants acme and globex, on a clock of the test. Its state outlives it.</summary>
internal sealed class ConversionHost : IAsyncDisposable
{
    public static readonly TenantId Acme = TenantId.Parse("acme");
    public static readonly TenantId Globex = TenantId.Parse("globex");
    public static readonly ActorId Admin = new("ac_admin");

    private readonly StateHost _host;

    private ConversionHost(StateHost host, FakeTimeProvider clock, LogRecorder logs) => (_host, Clock, Logs) = (host, clock, logs);

    public FakeTimeProvider Clock { get; }

    public LogRecorder Logs { get; }

    public IConversions Conversions => _host.Get<IConversions>();

    /// <summary>Starts, the first time in a directory with the tenants and a dataset <c>contacts</c> of each.</summary>
    public static async Task<ConversionHost> StartAsync(TempDirectory directory)
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
        var logs = new LogRecorder();
        var host = await StateHost.StartAsync(directory, services =>
        {
            logs.AddTo(services);
            services.WithoutTicks().AddConversion().AddSingleton<IRoutePolicies, NoRoutes>().AddSingleton<TimeProvider>(clock);
        });
        foreach (var tenant in (TenantId[])[Acme, Globex])
        {
            if (await host.CreateTenantAsync(tenant.Value) == CreateTenantOutcome.Created) await host.Get<IConversions>().DeclareAsync(tenant, ["contacts"], default);
        }

        return new ConversionHost(host, clock, logs);
    }

    public T Get<T>() where T : notnull => _host.Get<T>();

    public async Task<ConversionRun> BeginAsync(TenantId tenant, string dataset = "contacts") =>
        (await Conversions.BeginCheckAsync(Conversions.NewId(), tenant, dataset, Admin, default)).Run ?? throw new InvalidOperationException();

    public async Task<ConversionAnswer> TakeAsync(ConversionRun run, long offset, string lines, ActorId? actor = null, TenantId? tenant = null)
    {
        using var output = new ByteBuffer(256);
        var answer = await Conversions.TakeAsync(tenant ?? run.Tenant, run.Id, actor ?? Admin, offset, Encoding.UTF8.GetBytes(lines), output, default);
        Assert.Equal(0, output.Length);
        return answer;
    }

    /// <summary>Looks through rows to their end.</summary>
    public async Task<ConversionRun> LookAsync(TenantId tenant, string lines, string dataset = "contacts", bool ends = true)
    {
        var run = await BeginAsync(tenant, dataset);
        if (lines.Length > 0) Assert.Null((await TakeAsync(run, 0, lines)).Refusal);
        if (ends) Assert.Null((await Conversions.EndAsync(tenant, run.Id, Admin, lines.Length, default)).Refusal);
        return run;
    }

    /// <summary>A row with a token of the tenant's lookup line.</summary>
    public async Task<string> RowAsync(TenantId tenant)
    {
        using var lease = await _host.LeaseAsync(tenant.Value);
        using var output = new ByteBuffer(256);
        StoredToken.Seal(lease.Ring.Lookup!, new Payload(PayloadType.Text, "email"u8, "jane@example.org"u8), output);
        return $"{{\"email\":\"{Encoding.ASCII.GetString(output.Written)}\"}}\n";
    }

    public async Task<KeyId> LookupAsync(TenantId tenant) => (await _host.RecordsAsync(tenant.Value)).Single(record => record.Line == KeyLine.Lookup).KeyId;

    private sealed class NoRoutes : IRoutePolicies
    {
        public ImmutableArray<ValueShape> UnauthenticatedShapes => [];

        public RoutePolicy? Find(string route) => null;
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        Logs.Dispose();
    }
}

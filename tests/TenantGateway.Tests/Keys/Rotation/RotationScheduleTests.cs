using Microsoft.Extensions.DependencyInjection;
using TenantGateway.Core.Access;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Keys.Rotation;
using TenantGateway.Core.Tenants;
using TenantGateway.Keys.Rotation;
using TenantGateway.Tests.Storage;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Keys.Rotation;

public sealed class RotationScheduleTests : IDisposable
{
    private const string Fresh = "data primary; lookup primary; audit primary";
    private const string Begun = "data primary pending; lookup primary; audit primary";

    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task NoSetting_NoRotation()
    {
        await using var host = await RotationHost.StartWithAcmeAsync(_directory);
        await PassAsync(host, 4000);
        Assert.Equal(Fresh, await host.StatesAsync());
    }

    [Fact]
    public async Task KeyOfThatAge_IsRotatedWithinATwentiethOfIt_OnRecordAsTheSystem()
    {
        await using (var host = await RotationHost.StartWithAcmeAsync(_directory, Days("100")))
        {
            await PassAsync(host, 99);
            Assert.Equal(Fresh, await host.StatesAsync());
            await PassAsync(host, 7);
            Assert.Equal(Begun, await host.StatesAsync());
            await host.Get<RotationSchedule>().RunAsync(default);
            await host.PromoteAsync();
            Assert.Equal("data readable primary; lookup primary; audit primary", await host.StatesAsync());
            await PassAsync(host, 99);
            Assert.Equal("data readable primary; lookup primary; audit primary", await host.StatesAsync());
        }

        var records = (await AuditRecords.ReadAsync(_directory["state"], "operator")).Where(record => record["event"] == "key.data_rotated").ToList();
        Assert.Equal([("intent", "system", "acme"), ("ok", "system", "acme")], records.Select(record => (record["outcome"], record["actor"], record["subject"])));
    }

    [Fact]
    public async Task TenantsOwnSetting_Overrules()
    {
        var settings = Days("100");
        settings["Gateway:Keys:Tenants:globex:RotateDataAfterDays"] = "0";
        settings["Gateway:Keys:Tenants:initech:RotateDataAfterDays"] = "10";
        await using var host = await RotationHost.StartWithAcmeAsync(_directory, settings);
        await host.CreateTenantAsync("globex");
        await host.CreateTenantAsync("initech");
        await PassAsync(host, 11);
        Assert.Equal((Fresh, Fresh, Begun), (await host.StatesAsync(), await host.StatesAsync("globex"), await host.StatesAsync("initech")));
        await PassAsync(host, 100);
        Assert.Equal((Begun, Fresh, Begun), (await host.StatesAsync(), await host.StatesAsync("globex"), await host.StatesAsync("initech")));
    }

    [Fact]
    public async Task ManyTenantsThatAreDue_AreRotatedAFewAtATime()
    {
        await using var host = await RotationHost.StartWithAcmeAsync(_directory, Days("1"));
        for (var i = 1; i < RotationSchedule.MostAtOnce + 5; i++) await host.CreateTenantAsync($"t{i}");
        await PassAsync(host, 2);
        Assert.Equal(RotationSchedule.MostAtOnce, await CountBegunAsync());
        await host.Get<RotationSchedule>().RunAsync(default);
        Assert.Equal(RotationSchedule.MostAtOnce + 5, await CountBegunAsync());

        async Task<int> CountBegunAsync() => (await host.Get<IGenerationStore>().ListAsync(default)).Count(record => record.State == GenerationState.Pending);
    }

    /// <summary>The longest due come first, and theirs is the service that does not answer.</summary>
    [Fact]
    public async Task TenantsThatFail_KeepNobodyFromTheirTurn()
    {
        await using var host = await RotationHost.StartWithAcmeAsync(_directory, Days("1"), RotationHost.WatchKeyService);
        for (var i = 1; i < RotationSchedule.MostAtOnce; i++) await host.CreateTenantAsync($"t{i}");
        host.Clock.Advance(TimeSpan.FromHours(1));
        await host.CreateTenantAsync("globex");
        host.Get<WatchedKeyService>().OnUnwrap = kekId =>
            kekId.Contains("globex", StringComparison.Ordinal) ? Task.CompletedTask : throw new KeyServiceException(KeyServiceFailure.Unavailable, "not now");

        await PassAsync(host, 2);
        Assert.Equal((Fresh, Fresh), (await host.StatesAsync(), await host.StatesAsync("globex")));
        await host.Get<RotationSchedule>().RunAsync(default);
        Assert.Equal((Fresh, Begun), (await host.StatesAsync(), await host.StatesAsync("globex")));

        host.Get<WatchedKeyService>().OnUnwrap = _ => Task.CompletedTask;
        await host.Get<RotationSchedule>().RunAsync(default);
        Assert.Equal(Begun, await host.StatesAsync());
    }

    [Fact]
    public async Task TenantThatHasEnded_IsLeftAlone()
    {
        var lives = new Dictionary<string, TenantState>();
        await using var host = await RotationHost.StartWithAcmeAsync(_directory, Days("1"), services => services.AddSingleton<ITenantDirectory>(new Directory(lives)));
        foreach (var tenant in (string[])["globex", "initech"]) await host.CreateTenantAsync(tenant);
        await host.DoAsync(RotationKind.Data);
        (lives["acme"], lives["globex"], lives["initech"]) = (TenantState.Terminated, TenantState.Destroyed, TenantState.Suspended);

        await PassAsync(host, 3);
        await host.PromoteAsync();
        Assert.Equal((Begun, Fresh, "data readable primary; lookup primary; audit primary"), (await host.StatesAsync(), await host.StatesAsync("globex"), await host.StatesAsync("initech")));
        Assert.Equal(Reasons.TenantStateConflict, (await host.RunAsync(RotationKind.Data, tenant: "globex")).Refusal);

        // What waited is promoted once the tenant is recovered.
        lives["acme"] = TenantState.Active;
        await host.PromoteAsync();
        Assert.Equal("data readable primary; lookup primary; audit primary", await host.StatesAsync());
    }

    /// <summary>Tenants in the states that a test says.</summary>
    private sealed class Directory(IReadOnlyDictionary<string, TenantState> lives) : ITenantDirectory
    {
        public IReadOnlyCollection<Tenant> All => [.. lives.Select(life => StateHost.TenantOf(life.Key) with { State = life.Value })];

        public Tenant? Find(TenantId id) => All.FirstOrDefault(tenant => tenant.Id == id);

        public Tenant? FindByOrganization(string issuer, string organizationId) => null;

        public Tenant? FindByHost(string host) => null;

        public ValueTask ReloadAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;
    }

    private static Dictionary<string, string?> Days(string days) => new() { ["Gateway:Keys:RotateDataAfterDays"] = days };

    private static async Task PassAsync(RotationHost host, int days)
    {
        host.Clock.AdjustTime(host.Clock.GetUtcNow().AddDays(days));
        await host.Get<RotationSchedule>().RunAsync(default);
    }
}

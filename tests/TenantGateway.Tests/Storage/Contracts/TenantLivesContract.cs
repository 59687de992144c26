using TenantGateway.Core.Access;
using TenantGateway.Core.Tenants;
using TenantGateway.Core.Termination;

namespace TenantGateway.Tests.Storage.Contracts;

/// <summary>Every edge between the states of a tenant's life: what is allowed is done, what is not changes nothing.</summary>
public abstract class TenantLivesContract : StorageContract
{
    private static readonly TenantId Acme = TenantId.Parse("acme");
    private static readonly DateTimeOffset T0 = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly TenantHold Hold = new(T0.AddDays(1), new ActorId("ac_1"));

    private StateHost _host = null!; // set before any test

    private ITenantLives Lives => _host.Get<ITenantLives>();

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        _host = await StateHost.StartAsync(Storage.Directory, settings: Storage.Settings);
        await _host.CreateTenantAsync("acme");
    }

    public override async Task DisposeAsync()
    {
        // Null where there is nothing to start it with.
        if (_host is not null) await _host.DisposeAsync();
        await base.DisposeAsync();
    }

    [Theory]
    // ...................... suspend resume hold   terminate recover release begin
    [InlineData("active", true, false, true, true, false, false, false)]
    [InlineData("suspended", false, true, true, true, false, false, false)]
    [InlineData("active held", true, false, false, true, false, true, false)]
    [InlineData("terminated", false, false, true, false, true, false, false)]
    [InlineData("terminated held", false, false, false, false, true, true, false)]
    [InlineData("due", false, false, true, false, true, false, true)]
    [InlineData("due held", false, false, false, false, true, true, false)]
    [InlineData("destroying", false, false, false, false, false, false, false)]
    [InlineData("interrupted", false, false, false, false, false, false, true)]
    [InlineData("destroyed", false, false, false, false, false, false, false)]
    public async Task Edge_IsTakenWhereItIsAllowed(string state, params bool[] allowed)
    {
        Func<Task<bool>>[] edges =
        [
            async () => await Lives.TrySetStateAsync(Acme, TenantState.Active, TenantState.Suspended, default),
            async () => await Lives.TrySetStateAsync(Acme, TenantState.Suspended, TenantState.Active, default),
            async () => await Lives.TryHoldAsync(Acme, Hold, default),
            async () => await TerminateAsync(await StateAsync()),
            async () => await Lives.TryRecoverAsync(Acme, default),
            async () => await Lives.TryReleaseAsync(Acme, Hold, T0.AddDays(2), default),
            async () => await Lives.TryBeginDestructionAsync(Acme, T0.AddDays(31), T0.AddDays(31).AddMinutes(2), default),
        ];
        await BringToAsync(state);
        var before = await SnapshotAsync();
        for (var i = 0; i < edges.Length; i++)
        {
            if (allowed[i]) continue;
            Assert.False(await edges[i](), $"edge {i} from {state}");
            Assert.Equal(before, await SnapshotAsync());
        }

        for (var i = 0; i < edges.Length; i++)
        {
            if (!allowed[i]) continue;
            await StartAnewAsync(state);
            Assert.True(await edges[i](), $"edge {i} from {state}");
        }
    }

    [Theory]
    [InlineData("active")]
    [InlineData("suspended")]
    public async Task Recovery_GivesBackWhatItWas(string state)
    {
        await BringToAsync(state);
        var before = await StateAsync();
        Assert.True(await TerminateAsync(before));
        Assert.Equal(TenantState.Terminated, await StateAsync());

        Assert.True(await Lives.TryRecoverAsync(Acme, default));
        Assert.Equal(before, await StateAsync());
    }

    [Fact]
    public async Task ReleaseOfAnotherHold_ReleasesNothing()
    {
        await BringToAsync("active held");

        Assert.False(await Lives.TryReleaseAsync(Acme, Hold with { Since = T0 }, T0.AddDays(2), default));
        Assert.NotNull((await Lives.FindAsync(Acme, default))?.Hold);
    }

    [Fact]
    public async Task ManyWhoBegin_OneDoes()
    {
        await BringToAsync("due");
        var begun = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
            await Lives.TryBeginDestructionAsync(Acme, T0.AddDays(31), T0.AddDays(31).AddMinutes(2), default))));

        Assert.Single(begun, took => took);
    }

    [Fact]
    public async Task UnknownTenant_HasNoLife()
    {
        var nobody = TenantId.Parse("nobody");
        Assert.Null(await Lives.FindAsync(nobody, default));
        Assert.False(await Lives.TryHoldAsync(nobody, Hold, default));
        Assert.False(await Lives.TrySetStateAsync(nobody, TenantState.Active, TenantState.Suspended, default));
        Assert.False(await Lives.TryRecoverAsync(nobody, default));
    }

    private async Task StartAnewAsync(string state)
    {
        await DisposeAsync();
        await InitializeAsync();
        await BringToAsync(state);
    }

    private async Task BringToAsync(string state)
    {
        if (state == "suspended") Assert.True(await Lives.TrySetStateAsync(Acme, TenantState.Active, TenantState.Suspended, default));
        if (state is not ("active" or "suspended" or "active held"))
        {
            var isDue = state is not ("terminated" or "terminated held");
            Assert.True(await TerminateAsync(TenantState.Active, isDue ? T0.AddDays(30) : T0.AddDays(300)));
        }

        if (state.EndsWith("held", StringComparison.Ordinal)) Assert.True(await Lives.TryHoldAsync(Acme, Hold, default));
        if (state is "destroying" or "interrupted" or "destroyed")
        {
            var leasedUntil = state == "interrupted" ? T0.AddDays(31) : T0.AddDays(32);
            Assert.True(await Lives.TryBeginDestructionAsync(Acme, T0.AddDays(30), leasedUntil, default));
        }

        if (state == "destroyed") await Lives.SaveDestroyedAsync(Acme, T0.AddDays(30), new byte[] { 1 }, isFinal: true, default);
    }

    private async Task<TenantState> StateAsync() => (await Lives.FindAsync(Acme, default))?.State ?? throw new InvalidOperationException("It is gone.");

    private Task<bool> TerminateAsync(TenantState before, DateTimeOffset? destroyAt = null) => Lives.TryTerminateAsync(
        Acme,
        new TenantTermination
        {
            Operation = "op_1", TerminatedAt = T0, DestroyAt = destroyAt ?? T0.AddDays(30), GenerationsBefore = [], Canary = "",
            StateBefore = before is TenantState.Suspended ? TenantState.Suspended : TenantState.Active,
        },
        default).AsTask();

    private async Task<string> SnapshotAsync()
    {
        var life = await Lives.FindAsync(Acme, default);
        return $"{life?.State} {life?.Hold} {life?.Termination?.Phase} {life?.Termination?.DestroyAt:O} {life?.Termination?.IsFinal}";
    }
}

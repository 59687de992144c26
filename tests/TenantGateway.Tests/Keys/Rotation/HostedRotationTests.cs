using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Protection;
using TenantGateway.Core.Tenants;
using TenantGateway.Keys.Rotation;
using TenantGateway.Keys.Sightings;
using TenantGateway.Tests.Storage;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Keys.Rotation;

/// <summary>What happens by itself.</summary>
public sealed class HostedRotationTests : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task DueKey_IsRotatedAndPromoted_WithNobodyThere()
    {
        await using var host = await StartAsync(new() { ["Gateway:Keys:RotateDataAfterDays"] = "1" });
        Assert.Equal(CreateTenantOutcome.Created, await host.CreateTenantAsync("acme"));
        // At once: not by the millions of ticks of timers that lie in between.
        _clock.AdjustTime(_clock.GetUtcNow().AddDays(2));
        await Eventually.IsTrueAsync(async () =>
        {
            _clock.Advance(TimeSpan.FromSeconds(5));
            return (await host.RecordsAsync("acme")).Any(record => record is { Line: KeyLine.Data, Number: 2, State: GenerationState.Primary });
        });
    }

    [Fact]
    public async Task TokensSeen_AreWrittenByTheMinuteAndAtTheEnd()
    {
        var keyId = KeyId.FromBits(7);
        await using (var host = await StartAsync([]))
        {
            host.Get<ITokenSightings>().Saw(keyId, 3);
            await Eventually.IsTrueAsync(async () =>
            {
                _clock.Advance(SightingsService.Period);
                return (await host.Get<ITokenSightingStore>().ListAsync(default)).Count == 1;
            });
            host.Get<ITokenSightings>().Saw(keyId, 2);
        }

        using var database = TestDatabase.In(_directory);
        var seen = Assert.Single(await new TenantGateway.Storage.Stores.TokenSightingStore(database).ListAsync(default));
        Assert.Equal((keyId, 5L, new DateOnly(2026, 3, 1)), (seen.Generation, seen.Tokens, seen.First));
    }

    [Fact]
    public async Task TokensThatCannotBeWritten_AreKept()
    {
        var store = new BrokenSightings();
        var sightings = new TokenSightings(store, _clock);
        sightings.Saw(KeyId.FromBits(7), 3);
        await Assert.ThrowsAsync<IOException>(() => sightings.FlushAsync(default));
        Assert.Equal(3, (await sightings.ListAsync(default))[KeyId.FromBits(7)].Tokens);
        Assert.Empty(store.Added);
        store.Fault = null;
        await sightings.FlushAsync(default);
        await sightings.FlushAsync(default);
        Assert.Equal(3, Assert.Single(store.Added).Tokens);
        sightings.Saw(KeyId.FromBits(7), 4);
        Assert.Equal(7, (await sightings.ListAsync(default))[KeyId.FromBits(7)].Tokens);
    }

    private Task<StateHost> StartAsync(Dictionary<string, string?> settings) => StateHost.StartAsync(
        _directory,
        services => services.WithoutTicksButSightings().AddTokenSightings().AddKeyRotation().AddSingleton<TimeProvider>(_clock).AddSingleton<ISearchRoutes>(new FakeSearches()).AddSingleton<IOldTokenProofs>(new FakeProofs()),
        new Dictionary<string, string?>(settings) { ["Gateway:Audit:CommitTimeoutSeconds"] = "30", ["Gateway:Keys:UnwrapTimeoutSeconds"] = "60" });

    private sealed class BrokenSightings : ITokenSightingStore
    {
        public Exception? Fault { get; set; } = new IOException("The disk is full.");

        public List<TokensSeen> Added { get; } = [];

        public ValueTask AddAsync(IReadOnlyList<TokensSeen> seen, CancellationToken cancellationToken)
        {
            if (Fault is not null) throw Fault;
            Added.AddRange(seen);
            return ValueTask.CompletedTask;
        }

        public ValueTask<IReadOnlyList<TokensSeen>> ListAsync(CancellationToken cancellationToken) => ValueTask.FromResult<IReadOnlyList<TokensSeen>>(Added);
    }
}

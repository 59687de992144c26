using TenantGateway.Core.Access;
using TenantGateway.Core.Sessions;
using TenantGateway.Core.State;

namespace TenantGateway.Tests.Storage;

public sealed class RevocationStoreTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, 250, TimeSpan.Zero);

    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task WhatIsAdded_IsReadInItsOrder()
    {
        await using var host = await StateHost.StartAsync(_directory);
        var store = host.Get<IRevocationStore>();

        var added = await store.AddAsync([Of("a", null), Of("b", Now)], null, Now, default);
        await store.AddAsync([Of("c", Now)], null, Now, default);

        Assert.Equal(3, await store.PositionAsync(default));
        var read = await store.ReadAsync(0, 10, default);
        Assert.Equal(added, read.Take(2));
        Assert.Equal([1L, 2L, 3L], read.Select(revocation => revocation.Position));
        Assert.Equal([3L], (await store.ReadAsync(2, 10, default)).Select(revocation => revocation.Position));
        Assert.Equal([3L, 2L], (await store.ListAsync(Now, 2, default)).Select(revocation => revocation.Position));
    }

    [Fact]
    public async Task SameMarkAgain_KeepsWhatReachesFurther_AtItsPlace()
    {
        await using var host = await StateHost.StartAsync(_directory);
        var store = host.Get<IRevocationStore>();
        await store.AddAsync([Of("a", Now)], null, Now, default);

        await store.AddAsync([Of("a", Now - TimeSpan.FromHours(1))], null, Now, default);
        Assert.Equal((1, Now), Only(await store.ReadAsync(0, 10, default)));
        await store.AddAsync([Of("a", Now + TimeSpan.FromSeconds(1))], null, Now, default);

        Assert.Equal((3, Now + TimeSpan.FromSeconds(1)), Only(await store.ReadAsync(0, 10, default)));
    }

    [Fact]
    public async Task Ticket_IsUsedOnce_AndNothingIsDoneTheSecondTime()
    {
        await using var host = await StateHost.StartAsync(_directory);
        var store = host.Get<IRevocationStore>();
        var ticket = (Fingerprint.Of("ticket", "1"), Now + TimeSpan.FromMinutes(10));

        Assert.NotNull(await store.AddAsync([Of("a", null)], ticket, Now, default));
        Assert.Null(await store.AddAsync([Of("b", null)], ticket, Now, default));

        Assert.Single(await store.ReadAsync(0, 10, default));
        Assert.Equal(1, await store.PositionAsync(default));
    }

    [Fact]
    public async Task WhatIsOver_IsForgottenWithTheNext()
    {
        await using var host = await StateHost.StartAsync(_directory);
        var store = host.Get<IRevocationStore>();
        await store.AddAsync([Of("a", null) with { Until = Now + TimeSpan.FromDays(1) }], null, Now, default);

        Assert.Empty(await store.ListAsync(Now + TimeSpan.FromDays(1), 10, default));
        await store.AddAsync([Of("b", null)], null, Now + TimeSpan.FromDays(1), default);

        Assert.Equal([2L], (await store.ReadAsync(0, 10, default)).Select(revocation => revocation.Position));
    }

    [Fact]
    public async Task ManyAtOnce_HaveAPlaceEach()
    {
        await using var host = await StateHost.StartAsync(_directory);
        var store = host.Get<IRevocationStore>();

        await Task.WhenAll(Enumerable.Range(0, 16).Select(i => store.AddAsync([Of($"m{i}", null)], null, Now, default).AsTask()));

        Assert.Equal(Enumerable.Range(1, 16).Select(i => (long)i), (await store.ReadAsync(0, 100, default)).Select(revocation => revocation.Position));
    }

    [Fact]
    public async Task Revocation_MakesNobodyReadTenantsAndKeysAgain()
    {
        await using var host = await StateHost.StartAsync(_directory);
        var before = await host.Get<IStateVersion>().ReadAsync(default);

        await host.Get<IRevocationStore>().AddAsync([Of("a", null)], null, Now, default);

        Assert.Equal(before, await host.Get<IStateVersion>().ReadAsync(default));
    }

    [Fact]
    public async Task Use_IsReadAsItWasLast_AndForgottenInTime()
    {
        await using var host = await StateHost.StartAsync(_directory);
        var store = host.Get<ISessionActivityStore>();
        var (one, two) = (Fingerprint.Of("login", "1"), Fingerprint.Of("login", "2"));
        Assert.Null(await store.FindAsync(one, default));

        await store.RecordAsync([new(one, Now), new(two, Now)], Now - TimeSpan.FromDays(1), default);
        await store.RecordAsync([new(one, Now - TimeSpan.FromMinutes(1)), new(two, Now + TimeSpan.FromMinutes(1))], Now - TimeSpan.FromDays(1), default);
        Assert.Equal(Now, await store.FindAsync(one, default));
        Assert.Equal(Now + TimeSpan.FromMinutes(1), await store.FindAsync(two, default));

        await store.RecordAsync([], Now + TimeSpan.FromSeconds(1), default);
        Assert.Null(await store.FindAsync(one, default));
        Assert.NotNull(await store.FindAsync(two, default));
    }

    private static Revocation Of(string name, DateTimeOffset? before) => new()
    {
        Mark = Fingerprint.Of("test", name),
        Kind = before is null ? RevocationKind.Session : RevocationKind.Subject,
        Issuer = "https://id.example.com/",
        Before = before,
        RevokedAt = Now,
        Until = Now + TimeSpan.FromDays(2),
        RevokedBy = ActorId.System,
    };

    private static (long Position, DateTimeOffset? Before) Only(IReadOnlyList<Revocation> read) => (Assert.Single(read).Position, read[0].Before);
}

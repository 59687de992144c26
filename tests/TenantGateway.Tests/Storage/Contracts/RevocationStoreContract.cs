using TenantGateway.Core.Access;
using TenantGateway.Core.Sessions;
using TenantGateway.Storage.Stores;

namespace TenantGateway.Tests.Storage.Contracts;

public abstract class RevocationStoreContract : StorageContract
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, 250, TimeSpan.Zero);

    private RevocationStore Revocations => new(Database);

    [Fact]
    public async Task WhatIsAdded_IsReadInItsOrder()
    {
        var store = Revocations;

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
        var store = Revocations;
        await store.AddAsync([Of("a", Now)], null, Now, default);

        await store.AddAsync([Of("a", Now - TimeSpan.FromHours(1))], null, Now, default);
        Assert.Equal((1, Now), Only(await store.ReadAsync(0, 10, default)));
        await store.AddAsync([Of("a", Now + TimeSpan.FromSeconds(1))], null, Now, default);

        Assert.Equal((3, Now + TimeSpan.FromSeconds(1)), Only(await store.ReadAsync(0, 10, default)));
    }

    [Fact]
    public async Task Ticket_IsUsedOnce_AndNothingIsDoneTheSecondTime()
    {
        var store = Revocations;
        var ticket = (Fingerprint.Of("ticket", "1"), Now + TimeSpan.FromMinutes(10));

        Assert.NotNull(await store.AddAsync([Of("a", null)], ticket, Now, default));
        Assert.Null(await store.AddAsync([Of("b", null)], ticket, Now, default));

        Assert.Single(await store.ReadAsync(0, 10, default));
        Assert.Equal(1, await store.PositionAsync(default));
    }

    [Fact]
    public async Task WhatIsOver_IsForgottenWithTheNext()
    {
        var store = Revocations;
        await store.AddAsync([Of("a", null) with { Until = Now + TimeSpan.FromDays(1) }], null, Now, default);

        Assert.Empty(await store.ListAsync(Now + TimeSpan.FromDays(1), 10, default));
        await store.AddAsync([Of("b", null)], null, Now + TimeSpan.FromDays(1), default);

        Assert.Equal([2L], (await store.ReadAsync(0, 10, default)).Select(revocation => revocation.Position));
    }

    [Fact]
    public async Task ManyAtOnce_HaveAPlaceEach()
    {
        var store = Revocations;

        await Task.WhenAll(Enumerable.Range(0, 16).Select(i => store.AddAsync([Of($"m{i}", null)], null, Now, default).AsTask()));

        Assert.Equal(Enumerable.Range(1, 16).Select(i => (long)i), (await store.ReadAsync(0, 100, default)).Select(revocation => revocation.Position));
    }

    [Fact]
    public async Task Revocation_MakesNobodyReadTenantsAndKeysAgain()
    {
        var before = await new StateVersion(Database).ReadAsync(default);

        await Revocations.AddAsync([Of("a", null)], null, Now, default);

        Assert.Equal(before, await new StateVersion(Database).ReadAsync(default));
    }

    [Fact]
    public async Task Use_IsReadAsItWasLast_AndForgottenInTime()
    {
        var store = new SessionActivityStore(Database);
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

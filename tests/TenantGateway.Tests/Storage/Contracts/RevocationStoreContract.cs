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
        var added = await Revocations.AddAsync([Of("a", null), Of("b", Now)], Now, default);
        await Revocations.AddAsync([Of("c", Now)], Now, default);

        Assert.Equal(3, (await Revocations.PositionAsync(0, default)).Newest);
        var read = await Revocations.ReadAsync(0, 10, default);
        Assert.Equal(added, read.Take(2));
        Assert.Equal([1L, 2L, 3L], read.Select(revocation => revocation.Position));
        Assert.Equal([3L], (await Revocations.ReadAsync(2, 10, default)).Select(revocation => revocation.Position));
        Assert.Equal([3L, 2L], (await Revocations.ListAsync(Now, 2, default)).Select(revocation => revocation.Position));
    }

    [Fact]
    public async Task SameMarkAgain_KeepsWhatReachesFurther_AtItsPlace()
    {
        await Revocations.AddAsync([Of("a", Now)], Now, default);

        await Revocations.AddAsync([Of("a", Now - TimeSpan.FromHours(1))], Now, default);
        Assert.Equal((1, Now), Only(await Revocations.ReadAsync(0, 10, default)));
        await Revocations.AddAsync([Of("a", Now + TimeSpan.FromSeconds(1))], Now, default);

        Assert.Equal((3, Now + TimeSpan.FromSeconds(1)), Only(await Revocations.ReadAsync(0, 10, default)));
    }

    [Fact]
    public async Task Ticket_IsUsedOnce_UntilItIsOver()
    {
        var (ticket, until) = (Fingerprint.Of("ticket", "1"), Now + TimeSpan.FromMinutes(10));

        Assert.False(await Revocations.IsUsedAsync(ticket, default));
        Assert.True(await Revocations.TryUseAsync(ticket, until, Now, default));
        Assert.True(await Revocations.IsUsedAsync(ticket, default));
        Assert.False(await Revocations.TryUseAsync(ticket, until, until - TimeSpan.FromMilliseconds(1), default));

        await Revocations.TryUseAsync(Fingerprint.Of("ticket", "2"), until, until, default);
        Assert.False(await Revocations.IsUsedAsync(ticket, default));
    }

    [Fact]
    public async Task TicketFromManySides_IsUsedByOne()
    {
        using var other = Storage.Open();
        var ticket = Fingerprint.Of("ticket", "1");

        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(async () =>
            await new RevocationStore(i % 2 == 0 ? Database : other).TryUseAsync(ticket, Now + TimeSpan.FromMinutes(10), Now, default))));

        Assert.Single(results, isFirst => isFirst);
    }

    [Fact]
    public async Task WhoStandsWhereAnAdditionEnded_IsToldItsStamp_AndNobodyElseIs()
    {
        await Revocations.AddAsync([Of("a", null), Of("b", null)], Now, default);
        var first = await Revocations.PositionAsync(0, default);
        await Revocations.AddAsync([Of("c", null)], Now, default);
        var second = await Revocations.PositionAsync(2, default);

        Assert.Equal((2L, 3L), (first.Newest, second.Newest));
        Assert.NotEqual(first.Stamp, second.Stamp);
        Assert.Equal(first.Stamp, second.HeldStamp);
        Assert.Equal(second, (await Revocations.PositionAsync(3, default)) with { HeldStamp = first.Stamp });
        Assert.Null((await Revocations.PositionAsync(1, default)).HeldStamp);
        Assert.Null((await Revocations.PositionAsync(4, default)).HeldStamp);
    }

    [Fact]
    public async Task WhatIsOver_IsForgottenWithTheNext()
    {
        await Revocations.AddAsync([Of("a", null) with { Until = Now + TimeSpan.FromDays(1) }], Now, default);

        Assert.Empty(await Revocations.ListAsync(Now + TimeSpan.FromDays(1), 10, default));
        await Revocations.AddAsync([Of("b", null)], Now + TimeSpan.FromDays(1), default);

        Assert.Equal([2L], (await Revocations.ReadAsync(0, 10, default)).Select(revocation => revocation.Position));
    }

    [Fact]
    public async Task ManyFromTwoProcesses_HaveAPlaceEach()
    {
        using var other = Storage.Open();
        await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(async () => await new RevocationStore(i % 2 == 0 ? Database : other).AddAsync([Of($"m{i}", null)], Now, default))));

        Assert.Equal(Enumerable.Range(1, 16).Select(i => (long)i), (await Revocations.ReadAsync(0, 100, default)).Select(revocation => revocation.Position));
    }

    [Fact]
    public async Task Revocation_MakesNobodyReadTenantsAndKeysAgain()
    {
        var before = await new StateVersion(Database).ReadAsync(default);

        await Revocations.AddAsync([Of("a", null)], Now, default);

        Assert.Equal(before, await new StateVersion(Database).ReadAsync(default));
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

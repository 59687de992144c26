using TenantGateway.Core.Access;
using TenantGateway.Core.Sessions;
using TenantGateway.Storage.Stores;

namespace TenantGateway.Tests.Storage.Contracts;

public abstract class SessionActivityStoreContract : StorageContract
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, 250, TimeSpan.Zero);

    private SessionActivityStore Uses => new(Database);

    [Fact]
    public async Task Use_IsReadAsItWasLast_AndForgottenInTime()
    {
        var (one, two) = (Fingerprint.Of("login", "1"), Fingerprint.Of("login", "2"));
        Assert.Null(await Uses.FindAsync(one, default));

        await Uses.RecordAsync([new(one, Now), new(two, Now)], Now - TimeSpan.FromDays(1), default);
        await Uses.RecordAsync([new(one, Now - TimeSpan.FromMinutes(1)), new(two, Now + TimeSpan.FromMinutes(1))], Now - TimeSpan.FromDays(1), default);
        Assert.Equal(Now, await Uses.FindAsync(one, default));
        Assert.Equal(Now + TimeSpan.FromMinutes(1), await Uses.FindAsync(two, default));

        await Uses.RecordAsync([], Now + TimeSpan.FromSeconds(1), default);
        Assert.Null(await Uses.FindAsync(one, default));
        Assert.NotNull(await Uses.FindAsync(two, default));
    }

    [Fact]
    public async Task UsesOfTwoProcessesAtOnce_AreAllKept()
    {
        using var other = Storage.Open();
        Fingerprint[] logins = [.. Enumerable.Range(0, 40).Select(i => Fingerprint.Of("login", $"{i}"))];

        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(async () =>
            await new SessionActivityStore(i % 2 == 0 ? Database : other).RecordAsync([.. logins.Select(login => new SessionUsed(login, Now.AddMinutes(i)))], Now, default))));

        foreach (var login in logins) Assert.Equal(Now.AddMinutes(7), await Uses.FindAsync(login, default));
    }
}

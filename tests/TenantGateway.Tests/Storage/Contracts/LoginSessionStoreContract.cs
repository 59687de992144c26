using TenantGateway.Core.Access;
using TenantGateway.Core.Sessions;
using TenantGateway.Storage.Stores;

namespace TenantGateway.Tests.Storage.Contracts;

public abstract class LoginSessionStoreContract : StorageContract
{
    private static readonly DateTimeOffset T0 = new(2026, 3, 1, 12, 0, 0, 250, TimeSpan.Zero);

    private LoginSessionStore Sessions => new(Database);

    [Fact]
    public async Task Added_ComesBackAsItWas()
    {
        Assert.True(await Sessions.TryAddAsync(Of(1), default));
        using var restarted = Storage.Open();

        var read = await new LoginSessionStore(restarted).FindAsync(Id(1), default);

        Assert.NotNull(read);
        Assert.Equal([.. Id(1), .. Login(1), 1, 0, 255], (byte[])[.. read.Id.Span, .. read.Login.Span, .. read.Ticket.Span]);
        Assert.Equal((new ActorId("ac_1"), T0, T0.AddHours(8)), (read.Person, read.StartedAt, read.ExpiresAt));
        Assert.Null(await Sessions.FindAsync(Id(2), default));
    }

    [Fact]
    public async Task LoginAnsweredFromManySides_BeginsOneSession()
    {
        using var other = Storage.Open();

        var added = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(async () =>
            await new LoginSessionStore(i % 2 == 0 ? Database : other).TryAddAsync(Of(i) with { Login = Login(9) }, default))));

        Assert.Single(added, won => won);
        Assert.NotNull(await Sessions.FindAsync(Id(Array.IndexOf(added, true)), default));
    }

    [Fact]
    public async Task Ended_IsGoneWithItsTicket_AndItsLoginStaysUsed()
    {
        await Sessions.TryAddAsync(Of(1), default);
        await Sessions.TryAddAsync(Of(2), default);

        await Sessions.EndAsync(Id(1), T0.AddMinutes(1), default);

        Assert.Null(await Sessions.FindAsync(Id(1), default));
        Assert.NotNull(await Sessions.FindAsync(Id(2), default));
        Assert.Empty(await Database.FindAsync<byte[]>("SELECT ticket FROM login_sessions WHERE id = @id", new { id = Id(1) }, default) ?? [1]);
        Assert.False(await Sessions.TryAddAsync(Of(3) with { Login = Login(1) }, default));
    }

    [Fact]
    public async Task AllOfAPerson_EndTogether()
    {
        await Sessions.TryAddAsync(Of(1), default);
        await Sessions.TryAddAsync(Of(2), default);
        await Sessions.TryAddAsync(Of(3) with { Person = new ActorId("ac_2") }, default);

        Assert.Equal(2, await Sessions.EndAllAsync(new ActorId("ac_1"), T0.AddMinutes(1), default));
        Assert.Equal(0, await Sessions.EndAllAsync(new ActorId("ac_1"), T0.AddMinutes(1), default));

        Assert.Null(await Sessions.FindAsync(Id(1), default));
        Assert.Null(await Sessions.FindAsync(Id(2), default));
        Assert.NotNull(await Sessions.FindAsync(Id(3), default));
    }

    [Fact]
    public async Task Expired_IsForgottenWithTheNext()
    {
        await Sessions.TryAddAsync(Of(1), default);
        await Sessions.TryAddAsync(Of(2) with { StartedAt = T0.AddHours(8).AddTicks(-1) }, default);
        Assert.NotNull(await Sessions.FindAsync(Id(1), default));

        await Sessions.TryAddAsync(Of(3) with { StartedAt = T0.AddHours(8), ExpiresAt = T0.AddHours(16) }, default);

        Assert.Equal(1, await Database.FindAsync<long>("SELECT count(*) FROM login_sessions", null, default));
    }

    private static byte[] Id(int number) => [0, (byte)number];

    private static byte[] Login(int number) => [1, (byte)number];

    private static LoginSessionRecord Of(int number) => new()
    {
        Id = Id(number),
        Login = Login(number),
        Person = new ActorId("ac_1"),
        Ticket = new byte[] { 1, 0, 255 },
        StartedAt = T0,
        ExpiresAt = T0.AddHours(8),
    };
}

using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using TenantGateway.Core.Access;
using TenantGateway.Core.Sessions;
using TenantGateway.Sessions;
using TenantGateway.Tests.Fakes;

namespace TenantGateway.Tests.Sessions;

public sealed class RevocationIndexTests : IDisposable
{
    private const string Issuer = "https://id.example.com/";

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly InMemorySessions _store = new();
    private readonly RevocationIndex _index;

    public RevocationIndexTests() => _index = new RevocationIndex(_store, Options.Create(new SessionsOptions()), _clock);

    public void Dispose() => _index.Dispose();

    [Fact]
    public void BeforeTheFirstReading_NobodyIsGood() => Assert.Equal(LoginStanding.Unknown, _index.StandingOf(LoginOf("s-1")));

    [Fact]
    public async Task HundredThousand_AreReadInBatches()
    {
        await _store.AddAsync([.. Enumerable.Range(0, 100_000).Select(i => Of($"s-{i}"))], _clock.GetUtcNow(), default);

        await _index.ReadOnAsync(default);

        Assert.Equal(100_000, _index.Count);
        Assert.Equal(LoginStanding.Revoked, _index.StandingOf(LoginOf("s-99999")));
        Assert.Equal(LoginStanding.Good, _index.StandingOf(LoginOf("s-100000")));
    }

    [Fact]
    public void HundredThousand_TakeUnder20Megabytes()
    {
        var revocations = Enumerable.Range(0, 100_000).Select(i => Of($"s-{i}")).ToList();
        // All that is allocated on the way, of this thread alone: what stays is less.
        var before = GC.GetAllocatedBytesForCurrentThread();

        foreach (var revocation in revocations) _index.Apply(revocation);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1, 20_000_000);
        Assert.Equal(100_000, _index.Count);
    }

    [Fact]
    public async Task WhatIsOver_LeavesMemory()
    {
        await _store.AddAsync([Of("s-1"), Of("s-2") with { Until = _clock.GetUtcNow() + TimeSpan.FromDays(3) }], _clock.GetUtcNow(), default);
        await _index.ReadOnAsync(default);
        _clock.Advance(TimeSpan.FromDays(2));

        _index.Forget();

        Assert.Equal(1, _index.Count);
    }

    [Fact]
    public async Task RestoredDatabase_IsReadFromItsBeginning_AndTakesNothingBack()
    {
        await _store.AddAsync([Of("s-1"), Of("s-2")], _clock.GetUtcNow(), default);
        await _index.ReadOnAsync(default);

        _store.Restore();
        await _store.AddAsync([Of("s-3")], _clock.GetUtcNow(), default);
        await _index.ReadOnAsync(default);

        foreach (var session in new[] { "s-1", "s-2", "s-3" }) Assert.Equal(LoginStanding.Revoked, _index.StandingOf(LoginOf(session)));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public async Task RestoredDatabaseThatHasGoneOnAsFar_IsReadFromItsBeginning(int added)
    {
        await _store.AddAsync([Of("s-1"), Of("s-2")], _clock.GetUtcNow(), default);
        await _index.ReadOnAsync(default);

        _store.Restore();
        for (var i = 1; i <= added; i++) await _store.AddAsync([Of($"after-{i}")], _clock.GetUtcNow(), default);
        await _index.ReadOnAsync(default);

        for (var i = 1; i <= added; i++) Assert.Equal(LoginStanding.Revoked, _index.StandingOf(LoginOf($"after-{i}")));
        Assert.Equal(LoginStanding.Revoked, _index.StandingOf(LoginOf("s-2")));
    }

    [Fact]
    public async Task StandingInTheSteadyState_AllocatesNothing()
    {
        await _store.AddAsync([Of("s-1")], _clock.GetUtcNow(), default);
        await _index.ReadOnAsync(default);
        var login = LoginOf("s-2");
        _index.StandingOf(login);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++) _index.StandingOf(login);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private Revocation Of(string session) => new()
    {
        Mark = LoginMarks.OfSession(Issuer, session),
        Kind = RevocationKind.Session,
        Issuer = Issuer,
        Before = null,
        RevokedAt = _clock.GetUtcNow(),
        Until = _clock.GetUtcNow() + TimeSpan.FromDays(1),
        RevokedBy = ActorId.System,
    };

    private LoginMarks LoginOf(string session) => LoginMarks.Of(Issuer, "org_acme", "auth0|alice", session, null, _clock.GetUtcNow(), _clock.GetUtcNow());
}

using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using TenantGateway.Core.Access;
using TenantGateway.Sessions;
using TenantGateway.Tests.Fakes;

namespace TenantGateway.Tests.Sessions;

/// <summary>How many logins a process holds of whom.</summary>
public sealed class SessionActivityTests
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly InMemorySessions _store = new();
    private readonly SessionActivity _activity;

    public SessionActivityTests() => _activity = new SessionActivity(_store, Options.Create(new SessionsOptions { LoginsPerIssuer = 100 }), _clock, NullLogger<SessionActivity>.Instance);

    [Fact]
    public async Task IssuerThatMakesSessionsWithoutEnd_HasItsShareAlone()
    {
        for (var i = 0; i < 150; i++) Assert.True(await TouchAsync("https://own.example/", $"s-{i}"));
        Assert.Equal(100, _activity.Count);

        Assert.True(await TouchAsync("https://central.example/", "s-1"));
        Assert.Equal(101, _activity.Count);

        _clock.Advance(_activity.IdleLimit + TimeSpan.FromSeconds(1));
        _activity.Forget();
        Assert.Equal(0, _activity.Count);
        Assert.True(await TouchAsync("https://own.example/", "s-1000"));
        Assert.Equal(1, _activity.Count);
    }

    [Fact]
    public async Task LoginBeyondTheShare_IsIdleByWhatTheDatabaseKnows()
    {
        for (var i = 0; i < 100; i++) await TouchAsync("https://own.example/", $"s-{i}");
        var began = _clock.GetUtcNow();
        Assert.True(await TouchAsync("https://own.example/", "s-100", began));
        await _store.RecordAsync([.. _activity.TakeToWrite().Select(use => new Core.Sessions.SessionUsed(use.Login, use.UsedAt))], default, default);

        _clock.Advance(_activity.IdleLimit);
        Assert.True(await TouchAsync("https://own.example/", "s-100", began - TimeSpan.FromHours(1)));
        await _store.RecordAsync([.. _activity.TakeToWrite().Select(use => new Core.Sessions.SessionUsed(use.Login, use.UsedAt))], default, default);
        _clock.Advance(_activity.IdleLimit + TimeSpan.FromSeconds(1));
        Assert.False(await TouchAsync("https://own.example/", "s-100", began - TimeSpan.FromHours(1)));
    }

    private ValueTask<bool> TouchAsync(string issuer, string session, DateTimeOffset? authenticatedAt = null) =>
        _activity.TouchAsync(LoginMarks.Of(issuer, "org_acme", "auth0|alice", session, null, authenticatedAt ?? _clock.GetUtcNow(), authenticatedAt ?? _clock.GetUtcNow()), default);
}

using System.Collections.Frozen;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Microsoft.IdentityModel.JsonWebTokens;
using TenantGateway.Core.Access;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Tenants;
using TenantGateway.Forwarding;
using TenantGateway.Keys;
using TenantGateway.Keys.Local;
using TenantGateway.Storage.Databases;
using TenantGateway.Storage.Stores;
using TenantGateway.Tests.Storage;
using TenantGateway.Tests.Demo;

namespace TenantGateway.Tests.Forwarding;

public sealed class AssertionIssuerTests : IAsyncLifetime
{
    private readonly TemporaryDirectory _state = new();
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2031, 5, 6, 7, 8, 9, TimeSpan.Zero));
    private readonly Database _database;
    private readonly LocalKeyEncryptionService _keyService;
    private readonly AssertionKeys _keys;
    private readonly AssertionIssuer _issuer;

    public AssertionIssuerTests()
    {
        _database = TestDatabase.In(Path.Combine(_state.Path, "gateway"));
        _keyService = LocalKeyEncryptionService.Open(Path.Combine(_state.Path, "keys"));
        _keys = new AssertionKeys(new ServiceKeyStore(_database), _keyService, NullLogger<AssertionKeys>.Instance);
        _issuer = new AssertionIssuer(_keys, Options.Create(new ForwardingOptions()), _clock);
    }

    public async Task InitializeAsync()
    {
        Assert.True(await new ServiceKeyFactory(new ServiceKeyStore(_database), _keyService, _keyService, _clock).EnsureAsync(ServiceKeyPurposes.Assertion, CancellationToken.None));
        await _keys.StartAsync(CancellationToken.None);
    }

    public Task DisposeAsync()
    {
        _keys.Dispose();
        _keyService.Dispose();
        _database.Dispose();
        _state.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public void Within30Seconds_OneIsUsedAgain()
    {
        var first = _issuer.Issue(ActorOf("acme", "a"), "crm");
        _clock.Advance(TimeSpan.FromSeconds(29));

        Assert.Equal(first, _issuer.Issue(ActorOf("acme", "a"), "crm"));
    }

    [Fact]
    public void After30Seconds_ThereIsANewOneOf60Seconds()
    {
        var first = _issuer.Issue(ActorOf("acme", "a"), "crm");
        _clock.Advance(TimeSpan.FromSeconds(30));
        var second = _issuer.Issue(ActorOf("acme", "a"), "crm");

        Assert.NotEqual(first, second);
        Assert.Equal(_clock.GetUtcNow().UtcDateTime.AddSeconds(60), new JsonWebToken(second).ValidTo);
    }

    [Fact]
    public void ClockSetBack_NeverUsesOneOfTheFuture()
    {
        var first = _issuer.Issue(ActorOf("acme", "a"), "crm");
        _clock.AdjustTime(_clock.GetUtcNow().AddSeconds(-10));

        Assert.NotEqual(first, _issuer.Issue(ActorOf("acme", "a"), "crm"));
    }

    [Fact]
    public void OtherTenantActorOrAudience_HasItsOwn()
    {
        string[] issued =
        [
            _issuer.Issue(ActorOf("acme", "a"), "crm"), _issuer.Issue(ActorOf("globex", "a"), "crm"), _issuer.Issue(ActorOf("acme", "b"), "crm"), _issuer.Issue(ActorOf("acme", "a"), "billing"),
        ];

        Assert.Equal(
            [("acme", "ac_a", "crm"), ("globex", "ac_a", "crm"), ("acme", "ac_b", "crm"), ("acme", "ac_a", "billing")],
            issued.Select(text => new JsonWebToken(text)).Select(token => (token.GetPayloadValue<string>("tenant"), token.Subject, Assert.Single(token.Audiences))));
    }

    private static Actor ActorOf(string tenant, string id) => new()
    {
        Tenant = TenantId.Parse(tenant),
        Id = new ActorId($"ac_{id}"),
        Roles = FrozenSet<string>.Empty,
        Scopes = FrozenSet<string>.Empty,
        AuthenticatedAt = null,
        Evidence = "mfa",
    };
}

using TenantGateway.Core.Keys;
using TenantGateway.KeyVault;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Keys.AzureKeyVault;

/// <summary>What a vault that fails, or lies, does to the caller.</summary>
public sealed class VaultFaultTests : IAsyncLifetime
{
    private readonly byte[] _key = new byte[64];
    private VaultWorld? _world;
    private string _kekId = "";
    private byte[] _wrapped = [];

    private VaultWorld World => _world ?? throw new InvalidOperationException("Not started.");

    private FaultScript Faults => World.Server.Faults;

    public async Task InitializeAsync()
    {
        _world = await VaultWorld.StartAsync(options => (options.AttemptSeconds, options.CallSeconds) = (1, 3));
        _kekId = await World.Service.CreateAsync("kek-acme", default);
        _wrapped = await World.Service.WrapAsync(_kekId, _key, default);
        World.Server.Requests.Clear();
    }

    public async Task DisposeAsync() => await World.DisposeAsync();

    [Theory]
    [InlineData(400, "BadParameter", null, KeyServiceFailure.Invalid)]
    [InlineData(401, "Unauthorized", null, KeyServiceFailure.Denied)]
    [InlineData(403, "Forbidden", "KeyDisabled", KeyServiceFailure.Denied)]
    [InlineData(403, "Forbidden", "ForbiddenByRbac", KeyServiceFailure.Denied)]
    [InlineData(403, "Forbidden", "ForbiddenByFirewall", KeyServiceFailure.Denied)]
    [InlineData(404, "KeyNotFound", null, KeyServiceFailure.Denied)]
    [InlineData(405, "MethodNotAllowed", null, KeyServiceFailure.Invalid)]
    [InlineData(408, "RequestTimeout", null, KeyServiceFailure.Unavailable)]
    [InlineData(409, "Conflict", "ObjectIsDeletedButRecoverable", KeyServiceFailure.Denied)]
    [InlineData(409, "Conflict", "ObjectIsBeingRecovered", KeyServiceFailure.Unavailable)]
    [InlineData(410, "Gone", null, KeyServiceFailure.Denied)]
    [InlineData(429, "Throttled", null, KeyServiceFailure.Unavailable)]
    [InlineData(500, "InternalServerError", null, KeyServiceFailure.Unavailable)]
    [InlineData(502, "BadGateway", null, KeyServiceFailure.Unavailable)]
    [InlineData(503, "ServiceUnavailable", null, KeyServiceFailure.Unavailable)]
    [InlineData(504, "GatewayTimeout", null, KeyServiceFailure.Unavailable)]
    public async Task Status_IsTheFailureItMeans(int status, string code, string? inner, KeyServiceFailure expected)
    {
        Faults.Add(new Fault { Path = "/unwrapkey$", Status = status, Code = code, Inner = inner });
        var failed = await UnwrapFailureAsync();
        Assert.Equal(expected, failed.Failure);
        Assert.Contains(inner is null ? code : $"{code}/{inner}", failed.Message, StringComparison.Ordinal);
        Assert.Equal(expected == KeyServiceFailure.Unavailable && status != 409 ? 3 : 1, World.Server.Requests.All.Count);
        Faults.Clear();
        await AssertUnwrapsAsync();
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html>")]
    [InlineData("[]")]
    [InlineData("""{"error":{"code":"\ud800"}}""")]
    [InlineData("""{"error":{"\ud800":1,"\udfff":2}}""")]
    [InlineData("""{"error":{"code":"Forbidden","innererror":{"code":"Key\nDisabled"}}}""")]
    public async Task ErrorThatCannotBeRead_IsWhatItsStatusMeans(string body)
    {
        Faults.Add(new Fault { Path = "/unwrapkey$", Status = 403, Body = body });
        var failed = await UnwrapFailureAsync();
        Assert.Equal(KeyServiceFailure.Denied, failed.Failure);
        Assert.DoesNotContain('\n', failed.Message);
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task Redirect_IsNotFollowed(int status)
    {
        await using var elsewhere = await VaultServer.StartAsync();
        Faults.Add(new Fault { Path = "/unwrapkey$", Status = status, Headers = { ["Location"] = new Uri(elsewhere.Address, "/keys/kek-acme/1/unwrapkey").AbsoluteUri } });
        Assert.Equal(KeyServiceFailure.Invalid, (await UnwrapFailureAsync()).Failure);
        Assert.Empty(elsewhere.Requests.All);
    }

    [Fact]
    public async Task RetryAfterWithinTheBound_IsWaitedFor()
    {
        Faults.Add(new Fault { Path = "/unwrapkey$", Status = 429, RetryAfter = "1", Times = 1 });
        var started = TimeProvider.System.GetTimestamp();
        await AssertUnwrapsAsync();
        Assert.True(TimeProvider.System.GetElapsedTime(started) >= TimeSpan.FromSeconds(0.95));
        Assert.Equal([429, 200], await StatusesAsync(2));
    }

    [Theory]
    [InlineData("3600")]
    [InlineData("Wed, 21 Oct 2037 07:28:00 GMT")]
    [InlineData("soon")]
    public async Task RetryAfterBeyondTheBound_IsUnavailableAtOnce(string retryAfter)
    {
        Faults.Add(new Fault { Path = "/unwrapkey$", Status = 429, RetryAfter = retryAfter });
        Assert.Equal(KeyServiceFailure.Unavailable, (await UnwrapFailureAsync()).Failure);
        Assert.Single(World.Server.Requests.All);
    }

    [Theory]
    [InlineData(FaultKind.Hang)]
    [InlineData(FaultKind.Drip)]
    [InlineData(FaultKind.Abort)]
    public async Task NoWholeAnswer_IsUnavailableInTime(FaultKind kind)
    {
        Faults.Add(new Fault { Path = "/unwrapkey$", Kind = kind });
        var started = TimeProvider.System.GetTimestamp();
        Assert.Equal(KeyServiceFailure.Unavailable, (await UnwrapFailureAsync()).Failure);
        Assert.InRange(TimeProvider.System.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromSeconds(6));
        Faults.Clear();
        await AssertUnwrapsAsync();
    }

    [Fact]
    public async Task BodyWithoutAnEnd_IsInvalid()
    {
        Faults.Add(new Fault { Path = "/unwrapkey$", Kind = FaultKind.Flood, Times = 1 });
        Assert.Equal(KeyServiceFailure.Invalid, (await UnwrapFailureAsync()).Failure);
        await AssertUnwrapsAsync();
    }

    [Fact]
    public async Task CancelledWhileItHangs_IsCancelled()
    {
        Faults.Add(new Fault { Path = "/unwrapkey$", Kind = FaultKind.Hang });
        using var cancelled = new CancellationTokenSource();
        var unwrapping = World.Service.UnwrapAsync(_kekId, _wrapped, new byte[64], cancelled.Token).AsTask();
        await World.MetAsync("/unwrapkey");
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => unwrapping);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"kid":"KID"}""")]
    [InlineData("""{"kid":"KID","value":""}""")]
    [InlineData("""{"kid":"KID","value":7}""")]
    [InlineData("""{"kid":"KID","value":"A"}""")]
    [InlineData("""{"kid":"KID","value":"AA+/"}""")]
    [InlineData("""{"kid":"KID","value":"AAAA","value":"AAAA"}""")]
    [InlineData("""{"kid":"KID","kid":"KID","value":"AAAA"}""")]
    [InlineData("""{"kid":"KID","value":"\u0041AAA"}""")]
    [InlineData("""{"kid":"KID","value":"AAAA"}{}""")]
    [InlineData("""{"value":"AAAA"}""")]
    [InlineData("""{"kid":7,"value":"AAAA"}""")]
    [InlineData("""{"kid":"KID\ud800","value":"AAAA"}""")]
    [InlineData("""{"\ud800":1,"\ud800":1,"kid":"KID","value":"AAAA\ud800"}""")]
    [InlineData("""{"kid":"https://elsewhere.vault.azure.net/keys/kek-acme/0123456789abcdef0123456789abcdef","value":"AAAA"}""")]
    [InlineData("""{"kid":"KID0","value":"AAAA"}""")]
    [InlineData("""{"kid":"KID?","value":"AAAA"}""")]
    public async Task MalformedResult_IsInvalidAndWritesNothing(string body)
    {
        Faults.Add(new Fault { Path = "/unwrapkey$", Status = 200, Body = body.Replace("KID", _kekId) });
        Assert.Equal(KeyServiceFailure.Invalid, (await UnwrapFailureAsync()).Failure);
    }

    [Fact]
    public async Task ResultOfAnotherKey_IsInvalid()
    {
        var other = await World.Service.CreateAsync("kek-globex", default);
        Faults.Add(new Fault { Path = "/unwrapkey$", Status = 200, Body = $$"""{"kid":"{{other}}","value":"AAAA"}""" });
        Assert.Equal(KeyServiceFailure.Invalid, (await UnwrapFailureAsync()).Failure);
    }

    [Fact]
    public async Task ResultInOtherCase_IsTheSameKey()
    {
        Faults.Add(new Fault { Path = "/unwrapkey$", Status = 200, Body = $$"""{"kid":"{{_kekId.Replace("/keys/", "/KEYS/").Replace("kek-acme", "KEK-Acme")}}","extra":{"value":[1]},"value":"AAAA"}""" });
        Assert.Equal(3, await World.Service.UnwrapAsync(_kekId, _wrapped, new byte[64], default));
    }

    [Theory]
    [InlineData("\"kty\":\"RSA\"", "\"kty\":\"oct\"")]
    [InlineData("\"kty\":\"RSA\"", "\"kty\":\"EC\"")]
    [InlineData("\"n\":\"[^\"]*\"", "\"n\":\"AQAB\"")]
    [InlineData("\"n\":\"[^\"]*\"", "\"n\":\"***\"")]
    [InlineData("\"kid\":\"https://localhost", "\"kid\":\"https://elsewhere")]
    [InlineData("\"kid\":\"https://localhost", "\"kid\":\"http://localhost")]
    [InlineData("/keys/kek-new/", "/keys/kek-acme/")]
    [InlineData("/keys/kek-new/", "/keys/x/../kek-new/")]
    [InlineData("/keys/kek-new/", "/a\\\\..\\\\keys/kek-new/")]
    [InlineData("\"enabled\":true", "\"enabled\":\"true\"")]
    [InlineData("\"created\":", "\"made\":")]
    [InlineData("\"tags\":", "\"key\":{},\"tags\":")]
    [InlineData("\"kty\":\"RSA\"", "\"kty\":\"\\ud800\"")]
    [InlineData("\"tags\":", "\"\\ud800\":1,\"tags\":")]
    public async Task CreatedKeyThatIsNotWhatWasAskedFor_IsInvalid(string old, string replacement)
    {
        Faults.Add(new Fault { Path = "/create$", Kind = FaultKind.Alter, Body = $"{old}=>{replacement}" });
        Assert.Equal(KeyServiceFailure.Invalid, (await Assert.ThrowsAsync<KeyServiceException>(async () => await World.Service.CreateAsync("kek-new", default))).Failure);
    }

    [Fact]
    public async Task ChangeThatTheVaultDidNotMake_IsInvalid()
    {
        Faults.Add(new Fault { Method = "PATCH", Kind = FaultKind.Alter, Body = "\"enabled\":false=>\"enabled\":true" });
        Assert.Equal(KeyServiceFailure.Invalid, (await Assert.ThrowsAsync<KeyServiceException>(async () => await World.Service.SetEnabledAsync(_kekId, false, default))).Failure);
    }

    [Fact]
    public async Task ManyVersions_AreReadPageByPage()
    {
        var last = "";
        World.Server.PageSize = 2;
        for (var i = 0; i < 4; i++) last = await World.Service.RotateAsync("kek-acme", default);
        World.Server.Requests.Clear();
        var versions = await World.Service.ListVersionsAsync("kek-acme", default);
        Assert.Equal(5, versions.Count);
        Assert.Equal((_kekId, last), (versions[0].KekId, versions[^1].KekId));
        Assert.Equal(3, World.Server.Requests.All.Count);
    }

    [Theory]
    [InlineData("https://elsewhere.vault.azure.net/keys/kek-acme/versions?$skiptoken=1")]
    [InlineData("http://localhost:PORT/keys/kek-acme/versions?$skiptoken=1")]
    [InlineData("https://localhost:1/keys/kek-acme/versions?$skiptoken=1")]
    [InlineData("https://user@localhost:PORT/keys/kek-acme/versions?$skiptoken=1")]
    [InlineData("https://localhost:PORT/keys/kek-globex/versions?$skiptoken=1")]
    [InlineData("https://localhost:PORT/keys/kek-acme/versions")]
    [InlineData("/keys/kek-acme/versions?$skiptoken=1")]
    [InlineData("https://localhost:PORT/keys/kek-acme/versions?api-version=2025-07-01&again")]
    public async Task NextLinkThatLeavesTheListOrNeverEnds_IsInvalid(string link)
    {
        var body = $$"""{"value":[],"nextLink":"{{link.Replace("PORT", World.Server.Address.Port.ToString())}}"}""";
        Faults.Add(new Fault { Path = "/versions$", Status = 200, Body = body });
        Assert.Equal(KeyServiceFailure.Invalid, (await Assert.ThrowsAsync<KeyServiceException>(async () => await World.Service.ListVersionsAsync("kek-acme", default))).Failure);
    }

    [Fact]
    public async Task StateThatShowsLate_IsWaitedFor()
    {
        World.Server.Lag = 3;
        await World.Service.DeleteAsync("kek-acme", default);
        Assert.NotNull(await World.Service.FindDeletedAsync("kek-acme", default));
        await World.Service.RecoverAsync("kek-acme", default);
        await AssertUnwrapsAsync();
    }

    private async Task AssertUnwrapsAsync()
    {
        var destination = new byte[64];
        Assert.Equal(64, await World.Service.UnwrapAsync(_kekId, _wrapped, destination, default));
        Assert.Equal(_key, destination);
    }

    private async Task<KeyServiceException> UnwrapFailureAsync()
    {
        var destination = new byte[64];
        destination.AsSpan().Fill(7);
        var failed = await Assert.ThrowsAsync<KeyServiceException>(async () => await World.Service.UnwrapAsync(_kekId, _wrapped, destination, default));
        Assert.All(destination, value => Assert.Equal(7, value));
        return failed;
    }

    private async Task<IEnumerable<int>> StatusesAsync(int count)
    {
        await Eventually.IsTrueAsync(() => World.Server.Requests.All.Count(request => request.Status > 0) == count);
        return World.Server.Requests.All.Select(request => request.Status);
    }
}

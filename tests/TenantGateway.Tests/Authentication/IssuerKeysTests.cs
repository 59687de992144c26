using System.Text.Json.Nodes;
using TenantGateway.Authentication;
using TenantGateway.Tests.Identity;

namespace TenantGateway.Tests.Authentication;

public sealed class IssuerKeysTests : IdentityTest
{
    [Fact]
    public async Task ManyFirstRequests_FetchOnce()
    {
        var token = Draft().Sign();

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => GetAsync("Bearer " + token)));

        Assert.All(answers, answer => Assert.Equal(200, answer.Status));
        Assert.Equal(2, Issuer.Requests);
    }

    [Fact]
    public async Task UnreachableIssuer_IsUnavailable_AndAskedAgainLater()
    {
        Issuer.IsDown = true;
        Assert.Equal(new Answer(503, "{\"code\":\"identity_provider_unavailable\"}", null), await GetAsync(Draft()));
        Assert.Equal(503, (await GetAsync(Draft())).Status);
        Assert.Equal(1, Issuer.Requests);

        Issuer.IsDown = false;
        Parts.Clock.Advance(IssuerKeys.FirstFetchInterval);
        Assert.Equal(200, (await GetAsync(Draft())).Status);
    }

    [Fact]
    public async Task LastGoodKeys_ServeThroughAnOutage_ForADay()
    {
        Assert.Equal(200, (await GetAsync(Draft())).Status);
        Issuer.IsDown = true;

        Parts.Clock.Advance(TimeSpan.FromHours(23));
        Assert.Equal(200, (await GetAsync(Draft())).Status);
        Parts.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(503, (await GetAsync(Draft())).Status);
    }

    [Fact]
    public async Task UnknownKeyIds_DoNotFloodTheIssuer()
    {
        Assert.Equal(200, (await GetAsync(Draft())).Status);
        var answers = await WhileTimePassesAsync(Task.WhenAll(Enumerable.Range(0, 20).Select(i =>
        {
            var token = Draft();
            token.Header["kid"] = $"made-up-{i}";
            return GetAsync(token);
        })));

        Assert.All(answers, answer => Assert.Equal("invalid_token", answer.Code));
        // Two a fetch. Some may have come while the first was under way, and waited for another.
        Assert.InRange(Issuer.Requests, 4, 6);
    }

    [Fact]
    public async Task RotatedKey_IsFound_AndTheWithdrawnOneRefused()
    {
        var old = Draft().Sign();
        Assert.Equal(200, (await GetAsync("Bearer " + old)).Status);
        using var next = new TestKey("key-2");
        Issuer.Key = next;

        Parts.Clock.Advance(IssuerKeys.UnknownKeyInterval);
        Assert.Equal(200, (await GetAsync(Draft())).Status);
        Assert.Equal("invalid_token", (await WhileTimePassesAsync(GetAsync("Bearer " + old))).Code);
    }

    [Fact]
    public async Task KeyPublishedAMomentAgo_IsWaitedFor()
    {
        Assert.Equal(200, (await GetAsync(Draft())).Status);
        using var next = new TestKey("key-2");
        Issuer.Key = next;

        Assert.Equal(200, (await WhileTimePassesAsync(GetAsync(Draft()))).Status);
    }

    [Fact]
    public async Task RotationWhileStrangersMakeUpKeyIds_LosesNoValidRequest()
    {
        var running = true;
        var strangers = Enumerable.Range(0, 16).Select(async thread =>
        {
            for (var i = 0; Volatile.Read(ref running); i++)
            {
                var token = Draft();
                token.Header["kid"] = $"made-up-{thread}-{i}";
                Assert.Equal("invalid_token", (await GetAsync(token)).Code);
            }
        }).ToArray();
        using var clock = new CancellationTokenSource();
        var ticking = TickAsync(clock.Token);
        var keys = Enumerable.Range(2, 5).Select(i => new TestKey($"key-{i}")).ToArray();

        foreach (var key in keys)
        {
            // Published and used in the same moment, and the old one withdrawn.
            Issuer.Key = key;
            var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => GetAsync(Draft())));
            Assert.All(answers, answer => Assert.Equal(200, answer.Status));
        }

        running = false;
        await Task.WhenAll(strangers);
        await clock.CancelAsync();
        await ticking;
        foreach (var key in keys) key.Dispose();
    }

    [Fact]
    public async Task KeyThatCannotBeAskedFor_IsNotCalledUnknown()
    {
        Assert.Equal(200, (await GetAsync(Draft())).Status);
        Issuer.IsDown = true;
        var token = Draft();
        token.Header["kid"] = "key-2";

        Assert.Equal("identity_provider_unavailable", (await WhileTimePassesAsync(GetAsync(token))).Code);
    }

    private async Task TickAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            Parts.Clock.Advance(TimeSpan.FromMilliseconds(500));
            await Task.Delay(5, CancellationToken.None);
        }
    }

    [Fact]
    public async Task MetadataOfAnotherIssuer_AreNotBelieved()
    {
        Issuer.ClaimedName = Parts.OtherIssuer.Name;

        Assert.Equal("identity_provider_unavailable", (await GetAsync(Draft())).Code);
        // Its key address was not even followed.
        Assert.Equal(1, Issuer.Requests);
    }

    public static TheoryData<string> UnfitKeys => ["short", "short with leading zeros", "for encryption", "for another algorithm", "without id", "twice"];

    [Theory]
    [MemberData(nameof(UnfitKeys))]
    public async Task UnfitKey_VerifiesNothing(string kind)
    {
        using var fit = new TestKey("other");
        using var shortKey = new TestKey("key-1", 1024);
        if (kind.StartsWith("short", StringComparison.Ordinal)) Issuer.Key = shortKey;
        var published = Issuer.Key.ToJwk();
        if (kind == "short with leading zeros") published["n"] = new string('A', 172) + (string?)published["n"];
        if (kind == "for encryption") published["use"] = "enc";
        if (kind == "for another algorithm") published["alg"] = "PS256";
        if (kind == "without id") published.Remove("kid");
        Issuer.Published = kind == "twice" ? [fit.ToJwk(), published, published] : [fit.ToJwk(), published];

        Assert.Equal("invalid_token", (await GetAsync(Draft())).Code);
        Assert.Equal(nameof(TokenDefect.KeyUnknown), Gateway.LastDefect);
    }

    [Fact]
    public async Task SharedSecretAmongTheKeys_IsIgnored()
    {
        Issuer.Published = [new JsonObject { ["kty"] = "oct", ["kid"] = "secret", ["k"] = "c2VjcmV0" }, Issuer.Key.ToJwk()];

        Assert.Equal(200, (await GetAsync(Draft())).Status);
    }
}

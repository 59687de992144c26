using System.Security.Cryptography;
using System.Text.Json.Nodes;
using TenantGateway.Core.Audit;
using TenantGateway.Tests.Identity;
using TenantGateway.Tests.World;
using Answer = TenantGateway.Tests.Identity.Answer;

namespace TenantGateway.Tests.Authentication;

/// <summary>Logouts that an issuer sends, over real sockets: what they end, and which are refused.</summary>
public sealed class LogoutTests : IdentityTest
{
    private const string Path = "/.well-known/tenant-gateway/backchannel-logout";
    private const string Event = "http://schemas.openid.net/event/backchannel-logout";

    private static readonly Dictionary<string, Func<TokenDraft, string>> Forged = new(StringComparer.Ordinal)
    {
        ["an access token"] = Header("typ", "at+jwt"),
        ["type JWT"] = Header("typ", "JWT"),
        ["type missing"] = Header("typ", null),
        ["type in other case"] = Header("typ", "LOGOUT+JWT"),
        ["algorithm none"] = Header("alg", "none"),
        ["algorithm of another"] = Header("alg", "RS512"),
        ["key id missing"] = Header("kid", null),
        ["critical extension"] = Header("crit", new JsonArray("exp")),
        ["own key"] = token => Header("jwk", token.Key.ToJwk())(token),
        ["issuer missing"] = Payload("iss", null),
        ["issuer unknown"] = Payload("iss", "https://evil.example/"),
        ["audience missing"] = Payload("aud", null),
        ["audience of access tokens"] = Payload("aud", TestIssuer.DataAudience),
        ["audience of another client"] = Payload("aud", "client-2"),
        ["audience and another"] = Payload("aud", new JsonArray(TestIssuer.LogoutAudience, "client-2")),
        ["issued-at missing"] = Payload("iat", null),
        ["issued in the future"] = Shifted("iat", 31),
        ["issued too long ago"] = Shifted("iat", -631),
        ["expired"] = Shifted("exp", -151),
        ["expiry a string"] = Payload("exp", "soon"),
        ["id missing"] = Payload("jti", null),
        ["id empty"] = Payload("jti", ""),
        ["id a number"] = Payload("jti", 1),
        ["id too long"] = Payload("jti", new string('x', 256)),
        ["events missing"] = Payload("events", null),
        ["events empty"] = Payload("events", new JsonObject()),
        ["events a list"] = Payload("events", new JsonArray(Event)),
        ["another event"] = Payload("events", new JsonObject { ["http://schemas.openid.net/event/other"] = new JsonObject() }),
        ["event that is no object"] = Payload("events", new JsonObject { [Event] = true }),
        ["event twice"] = PayloadText(text => text.Replace("\"events\":{", $"\"events\":{{\"{Event}\":{{}},", StringComparison.Ordinal)),
        ["nonce, an identity token"] = Payload("nonce", "n-1"),
        ["nobody"] = token =>
        {
            token.Payload.Remove("sub");
            return Payload("sid", null)(token);
        },
        ["session a list"] = Payload("sid", new JsonArray("s-1")),
        ["subject a number"] = Payload("sub", 1),
        ["subject twice"] = PayloadText(text => text[..^1] + ",\"sub\":\"auth0|bob\"}"),
        ["signature by a stranger"] = token =>
        {
            using var stranger = new TestKey(token.Key.Id);
            token.Key = stranger;
            return token.Sign();
        },
        ["signature by other padding"] = token =>
        {
            token.Padding = RSASignaturePadding.Pss;
            return token.Sign();
        },
        ["signature of zeros"] = token => token.Sign() is var signed ? signed[..(signed.LastIndexOf('.') + 1)] + new string('A', 342) : "",
        ["padded"] = token => token.Sign() + "==",
        ["two parts"] = token => token.Sign()[..token.Sign().LastIndexOf('.')],
        ["too long"] = Payload("filler", new string('x', 13_000)),
    };

    private static readonly Answer Refused = new(400, "{\"error\":\"invalid_request\",\"code\":\"invalid_logout\"}", null);

    public static TheoryData<string> Names => [.. Forged.Keys];

    [Fact]
    public async Task Logout_EndsItsSessionAndWhatNamesNone_AndNothingElse()
    {
        var (session, other, none) = (Login("s-1"), Login("s-2"), Login(null));
        var (stranger, strangerWithNone) = (Login("s-3", "auth0|bob"), Login(null, "auth0|bob"));
        await AssertStatusAsync(200, session, other, none, stranger, strangerWithNone);

        var answer = await LogOutAsync(Issuer.DraftLogout(Gateway.Now));

        Assert.Equal(new Answer(200, "", null), answer);
        await AssertStatusAsync(401, session, none);
        await AssertStatusAsync(200, other, stranger, strangerWithNone);
    }

    [Fact]
    public async Task LogoutOfTheSubjectAlone_EndsAllItsSessionsUntilThen()
    {
        var (session, none, stranger) = (Login("s-1"), Login(null), Login("s-3", "auth0|bob"));

        Assert.Equal(200, (await LogOutAsync(Issuer.DraftLogout(Gateway.Now, session: null))).Status);

        await AssertStatusAsync(401, session, none);
        await AssertStatusAsync(200, stranger);
        Parts.Clock.Advance(TimeSpan.FromSeconds(200));
        await AssertStatusAsync(200, Login("s-4"));
    }

    [Fact]
    public async Task LogoutOfTheSessionAlone_EndsIt()
    {
        Assert.Equal(200, (await LogOutAsync(Issuer.DraftLogout(Gateway.Now, subject: null))).Status);

        await AssertStatusAsync(401, Login("s-1"));
        await AssertStatusAsync(200, Login(null));
    }

    [Fact]
    public async Task Logout_IsOnRecordWithoutAName_AndNotToBeKept()
    {
        using var request = RequestOf(Issuer.DraftLogout(Gateway.Now).Sign());
        using var answer = await Gateway.Data.SendAsync(request);

        Assert.True(answer.Headers.CacheControl?.NoStore);
        var entry = Assert.Single(Parts.Audit.Entries, entry => entry.Event == AuditEvent.LoggedOut);
        Assert.Equal(("operator", "ok"), (entry.Tenant.Value, entry.Outcome));
        Assert.Matches("^session/[0-9a-f]{16}$", entry.Subject);
    }

    [Fact]
    public async Task SameTokenAgain_IsRefused_AtEveryProcess()
    {
        await using var elsewhere = await IdentityGateway.StartAsync(Parts);
        var token = Issuer.DraftLogout(Gateway.Now).Sign();

        Assert.Equal(200, (await LogOutAsync(token)).Status);
        Assert.Equal(Refused, await LogOutAsync(token));
        Assert.Equal(Refused, await LogOutAsync(token, elsewhere));
    }

    [Fact]
    public async Task SameTokenAtOnceAtTwoProcesses_IsTakenOnce()
    {
        await using var elsewhere = await IdentityGateway.StartAsync(Parts);
        var token = Issuer.DraftLogout(Gateway.Now).Sign();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => LogOutAsync(token, i % 2 == 0 ? Gateway : elsewhere)));

        Assert.Single(answers, answer => answer.Status == 200);
        Assert.Equal(7, answers.Count(answer => answer == Refused));
        // In force at once where it was taken, and at the other with its next reading.
        await Eventually.IsTrueAsync(async () =>
        {
            Parts.Clock.Advance(TimeSpan.FromSeconds(1));
            return (await GetAsync(Login("s-1"))).Status == 401;
        });
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task ForgedLogout_IsRefusedLikeAnyOther_AndEndsNothing(string name)
    {
        Assert.Equal(Refused, await LogOutAsync(Forged[name](Issuer.DraftLogout(Gateway.Now))));

        await AssertStatusAsync(200, Login("s-1"), Login(null));
    }

    [Fact]
    public async Task UnknownKey_IsWaitedForAndRefused()
    {
        var token = Issuer.DraftLogout(Gateway.Now);
        token.Header["kid"] = "key-2";

        Assert.Equal(Refused, await WhileTimePassesAsync(LogOutAsync(token)));
    }

    [Fact]
    public async Task IssuerWhoseLogoutsAreNotTaken_IsRefused()
    {
        Assert.Equal(Refused, await LogOutAsync(Parts.OtherIssuer.DraftLogout(Gateway.Now)));
        var token = Parts.OtherIssuer.DraftLogout(Gateway.Now);
        token.Payload["iss"] = Issuer.Name;
        Assert.Equal(Refused, await LogOutAsync(token));
    }

    [Fact]
    public async Task TokenWithoutExpiry_IsTakenForTenMinutes()
    {
        var token = Issuer.DraftLogout(Gateway.Now);
        token.Payload.Remove("exp");
        Parts.Clock.Advance(TimeSpan.FromSeconds(600));

        Assert.Equal(200, (await LogOutAsync(token)).Status);
    }

    [Theory]
    [InlineData("")]
    [InlineData("logout_token=")]
    [InlineData("token={0}")]
    [InlineData("logout_token={0}&logout_token={0}")]
    [InlineData("Logout_Token=x&logout_token=x")]
    public async Task FormThatIsNone_IsRefused(string form) => Assert.Equal(Refused, await PostAsync(form.Replace("{0}", Issuer.DraftLogout(Gateway.Now).Sign(), StringComparison.Ordinal)));

    [Fact]
    public async Task AnotherContentTypeOrMethod_IsRefused()
    {
        var form = "logout_token=" + Issuer.DraftLogout(Gateway.Now).Sign();
        Assert.Equal(Refused, await PostAsync(form, "application/json"));
        Assert.Equal(Refused, await PostAsync(form + "&filler=" + new string('x', 20_000)));
        Assert.Equal("method_not_allowed", (await SendAsync(Gateway.Data, HttpMethod.Get, Path, null, "localhost")).Code);
        Assert.Equal(200, (await PostAsync(form + "&more=1")).Status);
    }

    [Fact]
    public async Task LogoutThatCannotBeKept_FailsForTheIssuer()
    {
        await AssertStatusAsync(200, Login("s-1"));
        Parts.Sessions.IsDown = true;
        var token = Issuer.DraftLogout(Gateway.Now).Sign();
        Assert.Equal(new Answer(400, "{\"error\":\"server_error\",\"code\":\"logout_failed\"}", null), await LogOutAsync(token));

        // Not used up.
        Parts.Sessions.IsDown = false;
        Assert.Equal(200, (await LogOutAsync(token)).Status);
    }

    [Fact]
    public async Task LogoutThatCannotBeRecorded_FailsForTheIssuer_AndIsInForce()
    {
        Parts.Audit.FailsAfter = 0;

        var token = Issuer.DraftLogout(Gateway.Now).Sign();
        Assert.Equal("logout_failed", (await LogOutAsync(token)).Code);
        await AssertStatusAsync(401, Login("s-1"));
        Assert.DoesNotContain(Parts.Audit.Entries, entry => entry.Event == AuditEvent.LoggedOut);

        // Not used up: the issuer comes again, and then it is on record.
        Parts.Audit.FailsAfter = int.MaxValue;
        Assert.Equal(200, (await LogOutAsync(token)).Status);
        Assert.Single(Parts.Audit.Entries, entry => entry.Event == AuditEvent.LoggedOut);
        Assert.Equal(Refused, await LogOutAsync(token));
    }

    [Fact]
    public async Task MoreLogoutsThanAnIssuerMaySend_FailForIt_AndAreTakenLater()
    {
        await using var gateway = await IdentityGateway.StartAsync(Parts, new() { ["Gateway:Issuers:0:LogoutsPerSecond"] = "1", ["Gateway:Issuers:0:LogoutsBurst"] = "2" });
        var replayed = Issuer.DraftLogout(Gateway.Now, session: "s-1").Sign();
        Assert.Equal(200, (await LogOutAsync(replayed, gateway)).Status);
        // What is refused costs nothing.
        Assert.Equal(Refused, await LogOutAsync(replayed, gateway));
        Assert.Equal(200, (await LogOutAsync(Issuer.DraftLogout(Gateway.Now, session: "s-2").Sign(), gateway)).Status);

        var third = Issuer.DraftLogout(Gateway.Now, subject: "auth0|bob", session: "s-3").Sign();
        Assert.Equal("logout_failed", (await LogOutAsync(third, gateway)).Code);
        await AssertStatusAsync(200, Login("s-3", "auth0|bob"));
        Parts.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(200, (await LogOutAsync(third, gateway)).Status);
    }

    [Fact]
    public async Task IssuerWhoseKeysCannotBeHad_FailsWithoutAWordOnTheToken()
    {
        Issuer.IsDown = true;

        Assert.Equal("logout_failed", (await LogOutAsync(Issuer.DraftLogout(Gateway.Now))).Code);
    }

    [Theory]
    [InlineData("JWT", "JWT", 200)]
    [InlineData("none", null, 200)]
    [InlineData("none", "JWT", 400)]
    [InlineData("JWT", null, 400)]
    public async Task TypesOfOlderIssuers_AreTakenWhereConfigured(string configured, string? sent, int status)
    {
        await using var gateway = await IdentityGateway.StartAsync(Parts, new() { ["Gateway:Issuers:0:LogoutTypes:0"] = configured });
        var token = Issuer.DraftLogout(Gateway.Now);

        Assert.Equal(status, (await LogOutAsync(Header("typ", sent)(token), gateway)).Status);
    }

    private TokenDraft Login(string? session, string subject = "auth0|alice")
    {
        var token = Draft(subject: subject);
        if (session is not null) token.Payload["sid"] = session;
        return token;
    }

    private async Task AssertStatusAsync(int status, params TokenDraft[] tokens)
    {
        foreach (var token in tokens) Assert.Equal(status, (await GetAsync(token)).Status);
    }

    private Task<Answer> LogOutAsync(TokenDraft token) => LogOutAsync(token.Sign());

    private Task<Answer> LogOutAsync(string token, IdentityGateway? gateway = null) => PostAsync("logout_token=" + Uri.EscapeDataString(token), gateway: gateway);

    private Task<Answer> PostAsync(string form, string type = "application/x-www-form-urlencoded", IdentityGateway? gateway = null) =>
        SendAsync((gateway ?? Gateway).Data, HttpMethod.Post, Path, null, "localhost", request => request.Content = new StringContent(form, new System.Net.Http.Headers.MediaTypeHeaderValue(type)));

    private static HttpRequestMessage RequestOf(string token)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, Path) { Content = new FormUrlEncodedContent([KeyValuePair.Create("logout_token", token)]) };
        request.Headers.Host = "localhost";
        return request;
    }

    private static Func<TokenDraft, string> Header(string name, JsonNode? value) => token => Changed(token, token.Header, name, value);

    private static Func<TokenDraft, string> Payload(string name, JsonNode? value) => token => Changed(token, token.Payload, name, value);

    private static Func<TokenDraft, string> Shifted(string name, long seconds) => token => Payload(name, (long?)token.Payload[name] + seconds)(token);

    private static Func<TokenDraft, string> PayloadText(Func<string, string> change) => token =>
    {
        token.PayloadText = change;
        return token.Sign();
    };

    private static string Changed(TokenDraft token, JsonObject part, string name, JsonNode? value)
    {
        part.Remove(name);
        if (value is not null) part[name] = value.DeepClone();
        return token.Sign();
    }
}

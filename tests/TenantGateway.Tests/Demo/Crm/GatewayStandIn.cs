using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using TenantGateway.Demo.Hosting;

namespace TenantGateway.Tests.Demo.Crm;

/// <summary>What the CRM sees of a gateway: a JWKS over a socket, and requests with assertions in ES256.</summary>
internal sealed class GatewayStandIn : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly TimeProvider _clock;
    private int _fetches;

    private GatewayStandIn(TimeProvider clock)
    {
        _clock = clock;
        var builder = LoopbackApplication.CreateBuilder();
        builder.ListenOnLoopback(0, _ => { });
        _application = builder.BuildLoopback();
        _application.MapGet("/jwks.json", AnswerKeysAsync);
        _application.MapGet("/garbage", context => context.Response.WriteAsync("{\"keys\":[{"));
    }

    /// <summary>The key that signs; another one is unknown to the CRM until it fetches again.</summary>
    public SecurityKey Key { get; set; } = CreateKey("first");

    /// <summary>The public half that is published; null publishes that of <see cref="Key"/>.</summary>
    public SecurityKey? Published { get; set; }

    public int Fetches => _fetches;

    public Uri Jwks => new(new Uri(_application.Urls.Single()), "jwks.json");

    /// <summary>An address that answers 200 and no JWKS.</summary>
    public Uri Garbage => new(Jwks, "garbage");

    public static async Task<GatewayStandIn> StartAsync(TimeProvider clock)
    {
        var gateway = new GatewayStandIn(clock);
        await gateway._application.StartAsync();
        return gateway;
    }

    public static ECDsaSecurityKey CreateKey(string name) => new(ECDsa.Create(ECCurve.NamedCurves.nistP256)) { KeyId = name };

    /// <summary>Puts the assertion, and the headers that it binds, onto the request.</summary>
    public HttpRequestMessage Assert(HttpRequestMessage request, Assertion assertion) => request
        .With("X-Tenant-Id", assertion.Tenant)
        .With("X-Actor-Id", assertion.Actor)
        .With("X-Gateway-Assertion", Sign(assertion));

    public string Sign(Assertion assertion, string algorithm = SecurityAlgorithms.EcdsaSha256)
    {
        var now = _clock.GetUtcNow().UtcDateTime;
        var descriptor = new SecurityTokenDescriptor
        {
            TokenType = assertion.Type,
            Issuer = assertion.Issuer,
            IssuedAt = now,
            NotBefore = now + TimeSpan.FromTicks(Math.Min(0, assertion.Lifetime.Ticks * 2)),
            Expires = now + assertion.Lifetime,
            Claims = new Dictionary<string, object> { ["sub"] = assertion.Actor, ["tenant"] = assertion.Tenant },
            SigningCredentials = new SigningCredentials(Key, algorithm),
        };
        foreach (var audience in assertion.Audiences)
            descriptor.Audiences.Add(audience);
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(descriptor);
    }

    public async ValueTask DisposeAsync() => await _application.DisposeAsync();

    private Task AnswerKeysAsync(HttpContext context)
    {
        Interlocked.Increment(ref _fetches);
        var key = JsonWebKeyConverter.ConvertFromECDsaSecurityKey((ECDsaSecurityKey)(Published ?? Key));
        return context.Response.WriteAsJsonAsync(new { keys = new[] { new { kty = key.Kty, crv = key.Crv, kid = key.Kid, x = key.X, y = key.Y, use = "sig", alg = "ES256" } } });
    }
}

using System.Buffers.Text;
using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;
using TenantGateway.Authentication;
using TenantGateway.Core.Access;
using TenantGateway.Core.Sessions;
using TenantGateway.Core.Tenants;
using TenantGateway.Sessions;

namespace TenantGateway.Benchmarks;

/// <summary>An issuer, a tenant, 100,000 revocations, and the middleware before which tokens come.</summary>
internal sealed class TokenBench
{
    public const string Issuer = "https://login.example.com/";
    public const string Audience = "https://gateway.example.com/data";
    public const string KeyId = "key-2026-03";
    private const int Revocations = 100_000;

    public RSA Rsa { get; } = RSA.Create(2048);

    public string Sign(string issuer)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var header = new JsonObject { ["alg"] = "RS256", ["typ"] = "at+jwt", ["kid"] = KeyId };
        var payload = new JsonObject
        {
            ["iss"] = issuer, ["sub"] = "auth0|6650c4f2a1b3d4e5f6a7b8c9", ["aud"] = Audience, ["iat"] = now - 60, ["exp"] = now + 36_000, ["jti"] = "Qm9wZW5pZC1qdGktZXhhbXBsZQ",
            ["client_id"] = "hU8sK2pQ7rT4vX9zB1cD3eF5gH6jL0mN", ["scope"] = "openid profile contacts.read contacts.write", ["org_id"] = "org_acme", ["roles"] = new JsonArray("agent", "team-lead"),
            ["https://example.com/amr"] = new JsonArray("pwd", "mfa"), ["https://example.com/auth_time"] = now - 120, ["sid"] = "s3ss10n-6650c4f2a1b3d4e5",
        };
        var content = $"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header.ToJsonString()))}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(payload.ToJsonString()))}";
        return $"{content}.{Base64Url.EncodeToString(Rsa.SignData(Encoding.ASCII.GetBytes(content), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";
    }

    public async Task<Door> OpenAsync(int entriesPerTenant)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Gateway:Issuers:0:Issuer"] = Issuer,
            ["Gateway:Issuers:0:DataAudience"] = Audience,
            ["Gateway:Issuers:0:Claims:AuthenticationMethods"] = "https://example.com/amr",
            ["Gateway:Issuers:0:Claims:AuthenticationTime"] = "https://example.com/auth_time",
            ["Gateway:TokenCache:EntriesPerTenant"] = $"{entriesPerTenant}",
        }).Build();
        var services = new ServiceCollection().AddLogging().AddMetrics()
            .AddSingleton<IHostEnvironment>(new Production())
            .AddSingleton<ITenantDirectory>(new OneTenant())
            .AddSingleton<IRevocationStore>(new ManyRevocations())
            .AddSingleton<ISessionActivityStore>(new NoActivity())
            .AddAuthentication(configuration)
            .AddSessions(configuration);
        services.AddHttpClient(IssuerMetadata.HttpClientName).ConfigurePrimaryHttpMessageHandler(() => new Provider(Rsa));
        var provider = services.BuildServiceProvider();
        await provider.GetRequiredService<RevocationIndex>().ReadOnAsync(CancellationToken.None);
        return new Door(provider);
    }

    /// <summary>One connection's way into the gateway.</summary>
    public sealed class Door(IServiceProvider provider)
    {
        private readonly TokenAuthenticationMiddleware _middleware = ActivatorUtilities.CreateInstance<TokenAuthenticationMiddleware>(provider, (RequestDelegate)(_ => Task.CompletedTask));
        private readonly Scoped _services = new(provider.GetRequiredService<IServiceScopeFactory>());
        private readonly TokenGate _gate = provider.GetRequiredService<TokenGate>();
        private readonly DefaultHttpContext _context = new();
        private readonly PlaneFeature _plane = new(Plane.Data);

        /// <summary>True where the token was let in.</summary>
        public bool Try(string authorization)
        {
            _context.Features.Set(_plane);
            _context.Features.Set<VerifiedToken>(null);
            _context.Features.Set<IServiceProvidersFeature>(_services);
            _context.Request.Headers.Authorization = authorization;
            _middleware.InvokeAsync(_context).GetAwaiter().GetResult();
            _services.End();
            return _context.Features.Get<VerifiedToken>() is not null;
        }

        /// <summary>True where the token passed the gate, before which no key is touched.</summary>
        public bool TryGate(ReadOnlySpan<char> token) =>
            CompactToken.Split(token, out var parts) == TokenDefect.None && _gate.TryPass(in parts, Plane.Data, ActorKind.Person, out _, out _);
    }

    /// <summary>The services of a request, made when they are needed, as the server does it.</summary>
    private sealed class Scoped(IServiceScopeFactory scopes) : IServiceProvidersFeature
    {
        private IServiceScope? _scope;

        public IServiceProvider RequestServices
        {
            get => (_scope ??= scopes.CreateScope()).ServiceProvider;
            set => throw new NotSupportedException();
        }

        /// <summary>Ends what the request had.</summary>
        public void End()
        {
            _scope?.Dispose();
            _scope = null;
        }
    }

    private sealed class Provider(RSA rsa) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var parameters = rsa.ExportParameters(false);
            var key = new JsonObject { ["kty"] = "RSA", ["use"] = "sig", ["kid"] = KeyId, ["n"] = Base64Url.EncodeToString(parameters.Modulus), ["e"] = Base64Url.EncodeToString(parameters.Exponent) };
            JsonNode answer = request.RequestUri?.AbsolutePath == "/keys" ? new JsonObject { ["keys"] = new JsonArray(key) } : new JsonObject { ["issuer"] = Issuer, ["jwks_uri"] = Issuer + "keys" };
            return Task.FromResult(new HttpResponseMessage { Content = new StringContent(answer.ToJsonString()) });
        }
    }

    private sealed class OneTenant : ITenantDirectory
    {
        private static readonly Tenant Acme = new()
        {
            Id = TenantId.Parse("acme"), DisplayName = "Acme", State = TenantState.Active, Organizations = [new OrganizationBinding(Issuer, "org_acme")], Hosts = [], CreatedAt = DateTimeOffset.UnixEpoch,
        };

        private static readonly FrozenDictionary<OrganizationKey, Tenant> Organizations = Acme.Organizations.ToFrozenDictionary(organization => organization.Key, _ => Acme);

        public IReadOnlyCollection<Tenant> All => [Acme];

        public Tenant? Find(TenantId id) => id == Acme.Id ? Acme : null;

        public Tenant? FindByOrganization(string issuer, string organizationId) => Organizations.GetValueOrDefault(new OrganizationKey(issuer, organizationId));

        public Tenant? FindByHost(string host) => null;

        public ValueTask ReloadAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;
    }

    private sealed class ManyRevocations : IRevocationStore
    {
        public ValueTask<RevocationPosition> PositionAsync(long held, CancellationToken cancellationToken) => ValueTask.FromResult(new RevocationPosition(Revocations, 1, held == Revocations ? 1 : null));

        public ValueTask<IReadOnlyList<Revocation>> ReadAsync(long after, int limit, CancellationToken cancellationToken) =>
            ValueTask.FromResult<IReadOnlyList<Revocation>>([.. Enumerable.Range((int)after + 1, Math.Min(limit, Revocations - (int)after)).Select(Nth)]);

        public ValueTask<IReadOnlyList<Revocation>> ListAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<IReadOnlyList<Revocation>> AddAsync(IReadOnlyList<Revocation> revocations, DateTimeOffset now, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<bool> IsUsedAsync(Fingerprint ticket, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<bool> TryUseAsync(Fingerprint ticket, DateTimeOffset until, DateTimeOffset now, CancellationToken cancellationToken) => throw new NotSupportedException();

        private static Revocation Nth(int i) => new()
        {
            Mark = LoginMarks.OfSession(Issuer, $"{i}"), Kind = RevocationKind.Session, Issuer = Issuer, Before = null, RevokedAt = DateTimeOffset.UnixEpoch, Until = DateTimeOffset.MaxValue,
            RevokedBy = ActorId.System, Position = i,
        };
    }

    private sealed class NoActivity : ISessionActivityStore
    {
        public ValueTask<DateTimeOffset?> FindAsync(Fingerprint login, CancellationToken cancellationToken) => ValueTask.FromResult<DateTimeOffset?>(null);

        public ValueTask RecordAsync(IReadOnlyList<SessionUsed> uses, DateTimeOffset forgetBefore, CancellationToken cancellationToken) => ValueTask.CompletedTask;
    }

    private sealed class Production : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = Environments.Production;

        public string ApplicationName { get; set; } = "";

        public string ContentRootPath { get; set; } = "";

        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}

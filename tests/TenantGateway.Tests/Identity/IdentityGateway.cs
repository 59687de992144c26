using TenantGateway.Core.Protection.Policies;
using System.Collections.Immutable;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TenantGateway.Admin;
using TenantGateway.Authentication;
using TenantGateway.Authentication.Services;
using TenantGateway.Authorization;
using TenantGateway.Core.Access;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Audit.Checkpoints;
using TenantGateway.Core.Audit.Exports;
using TenantGateway.Core.Audit.Search;
using TenantGateway.Core.Content;
using TenantGateway.Core.Conversion;
using TenantGateway.Core.Coverage;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Keys.Rotation;
using TenantGateway.Core.Operations;
using TenantGateway.Core.Protection;
using TenantGateway.Core.Sessions;
using TenantGateway.Core.Tenants;
using TenantGateway.Core.Termination;
using TenantGateway.Operations;
using TenantGateway.Sessions;
using TenantGateway.Tenancy;
using TenantGateway.Tests.Fakes;

namespace TenantGateway.Tests.Identity;

/// <summary>
/// The identity half of the gateway over real sockets: both planes, two issuers, three tenants. Behind it an endpoint that tells who was let in.
/// </summary>
internal sealed class IdentityGateway : IAsyncDisposable
{
    public const string OperatorOrganization = "org_operator";

    private readonly WebApplication _app;
    private readonly TokenMeter _tokens;

    private IdentityGateway(WebApplication app, IdentityParts parts)
    {
        _app = app;
        Parts = parts;
        _tokens = new TokenMeter(app.Services);
    }

    public IdentityParts Parts { get; }

    /// <summary>What the metric said of the last refused token.</summary>
    public string? LastDefect => _tokens.Refused.LastOrDefault();

    /// <summary>What the metric said of the last verified token: signature or digest.</summary>
    public string? LastVerifiedBy => _tokens.LastVerifiedBy;

    public HttpClient Data { get; private init; } = null!; // Set by the only factory.

    public HttpClient DataHttp2 { get; private init; } = null!; // Set by the only factory.

    public HttpClient Admin { get; private init; } = null!; // Set by the only factory.

    public IServiceProvider Services => _app.Services;

    public DateTimeOffset Now => Parts.Clock.GetUtcNow();

    public static async Task<IdentityGateway> StartAsync(IdentityParts parts, Dictionary<string, string?>? settings = null)
    {
        var app = Build(parts, settings ?? []);
        await app.StartAsync();
        var urls = app.Urls.ToArray();
        return new IdentityGateway(app, parts)
        {
            Data = ClientFor(urls[0], HttpVersion.Version11),
            DataHttp2 = ClientFor(urls[1], HttpVersion.Version20),
            Admin = ClientFor(urls[2], HttpVersion.Version11),
        };
    }

    public static WebApplication Build(IdentityParts parts, Dictionary<string, string?> settings, string environment = "Development")
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = environment });
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(parts.Settings()).AddInMemoryCollection(settings);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            Listen(kestrel, Plane.Data, HttpProtocols.Http1);
            Listen(kestrel, Plane.Data, HttpProtocols.Http2);
            Listen(kestrel, Plane.Admin, HttpProtocols.Http1);
        });
        builder.Services
            .AddSingleton<TimeProvider>(parts.Clock)
            .AddSingleton<ITenantStore>(parts.Tenants)
            .AddSingleton<ITenantProvisioning>(parts.Tenants)
            .AddSingleton<IKeyRings>(parts.KeyRings)
            .AddSingleton<ITenantKeyState>(parts.KeyRings)
            .AddSingleton<IKeyRotations>(parts.Rotations)
            .AddSingleton<IConversions>(parts.Conversions)
            .AddSingleton<IAuditTrail>(parts.Audit)
            .AddSingleton<IAuditCheckpoints>(parts.Log)
            .AddSingleton<IAuditExports>(parts.Log)
            .AddSingleton<IAuditReview>(parts.Review)
            .AddSingleton<TenantGateway.Core.Audit.Retention.IAuditRetention>(parts.Log)
            .AddSingleton<IKeyEncryptionService>(parts.Signing)
            .AddSingleton<IOperationStore>(parts.Operations)
            .AddSingleton<IOperationKind>(parts.Kind)
            .AddSingleton<IRevocationStore>(parts.Sessions)
            .AddSingleton<ISessionActivityStore>(parts.Sessions)
            .AddSingleton<IVaultDeclarations>(new NoVaultDeclarations())
            .AddSingleton<IRoutePolicies>(new NoRoutePolicies())
            .AddSingleton<ICoverage>(new NoCoverage())
            .AddSingleton<ITenantCare>(new InMemoryCare(parts.Tenants))
            .AddRouting()
            .AddServiceIssuer(builder.Configuration)
            .AddAuthentication(builder.Configuration)
            .AddSessions(builder.Configuration)
            .AddTenancy(builder.Configuration)
            .AddAuthorization(builder.Configuration)
            .AddOperations(builder.Configuration)
            .AddAdmin();
        var app = builder.Build();
        parts.Tenants.Changed = async () => await app.Services.GetRequiredService<ITenantDirectory>().ReloadAsync(CancellationToken.None);
        Compose(app);
        return app;
    }

    public async ValueTask DisposeAsync()
    {
        Data.Dispose();
        DataHttp2.Dispose();
        Admin.Dispose();
        _tokens.Dispose();
        // A server that is disposed of does not stop what runs in it.
        await using (_app) await _app.StopAsync();
    }

    private static void Compose(WebApplication app)
    {
        app.Use(WriteRefusalAsync);
        app.MapWhen(context => context.Features.Get<PlaneFeature>()?.Plane == Plane.Data, data =>
        {
            data.UseTenancyHosts().UseLogouts().UseTokenAuthentication().UseTenantBinding().UseLoginEvidence().Run(TellAsync);
        });
        app.MapWhen(context => context.Features.Get<PlaneFeature>()?.Plane == Plane.Admin, admin =>
        {
            admin.UseTokenAuthentication().UseOperatorBinding().UseRouting().UseEndpoints(endpoints => endpoints.MapAdmin());
        });
    }

    private static async Task WriteRefusalAsync(HttpContext context, RequestDelegate next)
    {
        await next(context);
        if (context.Features.Get<Refusal>() is not { } refusal) return;
        context.Response.StatusCode = refusal.Reason.Status;
        foreach (var (name, value) in refusal.Headers) context.Response.Headers.Append(name, value);
        var answer = new Dictionary<string, object?>(refusal.Extensions?.Select(pair => KeyValuePair.Create(pair.Key, (object?)pair.Value)) ?? []) { ["code"] = refusal.Reason.Code };
        await context.Response.WriteAsJsonAsync(answer);
    }

    private static Task TellAsync(HttpContext context)
    {
        var actor = context.Features.GetRequiredFeature<Actor>();
        var tenant = context.Features.GetRequiredFeature<Tenant>();
        return context.Response.WriteAsJsonAsync(new Admitted(tenant.Id.Value, actor.Tenant.Value, actor.Id.Value, actor.Evidence, [.. actor.Roles.Order()], [.. actor.Scopes.Order()]));
    }

    private static void Listen(KestrelServerOptions kestrel, Plane plane, HttpProtocols protocols) =>
        kestrel.Listen(IPAddress.Loopback, 0, listener =>
        {
            listener.Protocols = protocols;
            listener.Use(next => connection =>
            {
                connection.Features.Set(new PlaneFeature(plane));
                return next(connection);
            });
        });

    private static HttpClient ClientFor(string url, Version version) => new(new SocketsHttpHandler { UseProxy = false })
    {
        BaseAddress = new Uri(url),
        DefaultRequestVersion = version,
        DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
    };
}

/// <summary>No routes, and no policies.</summary>
internal sealed class NoRoutePolicies : IRoutePolicies
{
    public ImmutableArray<ValueShape> UnauthenticatedShapes => [];

    public RoutePolicy? Find(string route) => null;
}

/// <summary>Who was let in.</summary>
internal sealed record Admitted(string Tenant, string ActorTenant, string Actor, string? Evidence, string[] Roles, string[] Scopes);

internal sealed class NoCoverage : ICoverage
{
    public void Count(string route, CoverageKind what, string first, string second, long count)
    {
        // Nothing is counted.
    }

    public bool Samples(string route, bool fromCaller, ICarrier carrier, int length) => false;

    public void CountPath(string route, string path)
    {
        // Nothing is counted.
    }

    public ValueTask<IReadOnlyList<CoverageTotal>> SumAsync(DateOnly from, DateOnly to, string? route, CancellationToken cancellationToken) => ValueTask.FromResult<IReadOnlyList<CoverageTotal>>([]);
}

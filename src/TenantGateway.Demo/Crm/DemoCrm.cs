using Microsoft.AspNetCore.Server.Kestrel.Core;
using TenantGateway.Demo.Hosting;

namespace TenantGateway.Demo.Crm;

/// <summary>
/// The sample service behind the gateway: contacts in SQLite. The gateway reaches it on its service listeners, which take nothing without
/// the gateway's assertion; people look on its direct listener at what is stored, and plant there what the gateway has never seen.
/// </summary>
internal sealed class DemoCrm : IAsyncDisposable
{
    private readonly WebApplication _application;

    private DemoCrm(WebApplication application)
    {
        _application = application;
        // Kestrel reports addresses in the order in which its listeners were added.
        var addresses = application.Urls.Select(url => new Uri(url)).ToArray();
        (Direct, Service, ServiceHttp2) = (addresses[0], addresses[1], addresses[2]);
    }

    public Uri Direct { get; }

    public Uri Service { get; }

    public Uri ServiceHttp2 { get; }

    /// <summary>Starts it; throws <see cref="IOException"/> where a port is taken.</summary>
    public static async Task<DemoCrm> StartAsync(DemoCrmOptions options, CancellationToken cancellationToken)
    {
        var builder = LoopbackApplication.CreateBuilder();
        Listen(builder, options.DirectPort, HttpProtocols.Http1, CrmListener.Direct);
        Listen(builder, options.ServicePort, HttpProtocols.Http1, CrmListener.Service);
        Listen(builder, options.ServiceHttp2Port, HttpProtocols.Http2, CrmListener.Service);

        // Through factories, so that the container disposes of them with the application.
        builder.Services.AddSingleton(_ => ContactStore.Open(options.DataDirectory));
        builder.Services.AddSingleton(services => new GatewayKeys(options.TimeProvider, services.GetRequiredService<ILogger<GatewayKeys>>())
        {
            Address = options.GatewayJwks,
        });
        builder.Services.AddSingleton(services => new AssertionVerifier(
            options.AssertionIssuer, options.AssertionAudience, services.GetRequiredService<GatewayKeys>(), options.TimeProvider));
        builder.Services.AddSingleton<ContactEndpoints>();

        var application = builder.BuildLoopback();
        application.UseMiddleware<CrmScopeMiddleware>();
        application.Services.GetRequiredService<ContactEndpoints>().Map(application);
        await application.StartOrDisposeAsync(cancellationToken);
        return new DemoCrm(application);
    }

    /// <summary>Says where the gateway's keys are, for a gateway whose port was not known when the CRM started.</summary>
    public void TrustGateway(Uri jwks) => _application.Services.GetRequiredService<GatewayKeys>().Address = jwks;

    public async ValueTask DisposeAsync()
    {
        await using (_application) await _application.StopAsync(CancellationToken.None);
    }

    private static void Listen(WebApplicationBuilder builder, int port, HttpProtocols protocols, CrmListener kind) =>
        builder.ListenOnLoopback(port, listener =>
        {
            listener.Protocols = protocols;
            listener.Use(next => connection =>
            {
                connection.Features.Set(kind);
                return next(connection);
            });
        });
}

using System.Net;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Logging;

namespace TenantGateway.Tests.World;

/// <summary>A service behind the gateway that speaks TLS with whatever certificate a test gives it, and notes what it was shown.</summary>
internal sealed class TlsService : IAsyncDisposable
{
    private readonly WebApplication _application;

    private TlsService(WebApplication application) => _application = application;

    public Uri Address => new UriBuilder(_application.Urls.First()) { Host = "localhost" }.Uri;

    /// <summary>What it shows from now on.</summary>
    public X509Certificate2? Certificate { get; set; }

    /// <summary>Refuses callers that show no certificate, or one of which this is not the thumbprint.</summary>
    public string? Demanded { get; set; }

    /// <summary>What the last caller showed, with what led from it to its authority.</summary>
    public (string Thumbprint, int Intermediates)? Shown { get; private set; }

    /// <summary>The protocols of the requests that came, such as <c>HTTP/2</c>.</summary>
    public System.Collections.Concurrent.ConcurrentQueue<string> Requests { get; } = new();

    public static async Task<TlsService> StartAsync(bool isAsking = false, SslProtocols protocols = SslProtocols.None, RequestDelegate? handle = null)
    {
        TlsService? service = null;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(new HttpsConnectionAdapterOptions
        {
            SslProtocols = protocols,
            ServerCertificateSelector = (_, _) => service?.Certificate,
            ClientCertificateMode = isAsking ? ClientCertificateMode.AllowCertificate : ClientCertificateMode.NoCertificate,
            ClientCertificateValidation = (certificate, chain, _) =>
            {
                if (service is not null) service.Shown = (certificate.Thumbprint, chain?.ChainPolicy.ExtraStore.Count ?? 0);
                return service?.Demanded is not { } demanded || demanded == certificate.Thumbprint;
            },
        })));
        builder.Logging.ClearProviders();
        var application = builder.Build();
        application.UseWebSockets();
        application.Run(async context =>
        {
            service?.Requests.Enqueue(context.Request.Protocol);
            if (handle is not null) await handle(context);
            else await RecordingService.WriteAsync(context, 200, "application/json", "{}"u8.ToArray());
        });
        await application.StartAsync();
        return service = new TlsService(application);
    }

    public async ValueTask DisposeAsync()
    {
        await _application.StopAsync(new CancellationToken(canceled: true));
        await _application.DisposeAsync();
    }
}

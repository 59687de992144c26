using System.Diagnostics.CodeAnalysis;
using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using TenantGateway.Core.Access;
using TenantGateway.Edge.HeaderValues;
using TenantGateway.Edge.Limits;
using TenantGateway.Edge.Tls;

namespace TenantGateway.Edge;

/// <summary>
/// Opens the listeners of the role and marks every connection with its plane. The plane is a property of the socket, so that no header, host name or
/// path can make a request of the data plane look like one of the admin plane.
/// </summary>
internal sealed class Listeners(GatewayRole role, IOptions<ListenOptions> addresses, IOptions<LimitsOptions> limits, ConnectionGate gate, ServerTls tls) : IPostConfigureOptions<KestrelServerOptions>
{
    /// <summary>Kestrel's own switch, which has no property: a line ends in CR LF alone (RFC 9112 section 2.2 allows more, and servers differ there).</summary>
    private const string StrictLineEnds = "Microsoft.AspNetCore.Server.Kestrel.DisableHttp1LineFeedTerminators";

    /// <summary>After the server's own settings: TLS needs what they bring.</summary>
    public void PostConfigure(string? name, KestrelServerOptions kestrel)
    {
        AppContext.SetSwitch(StrictLineEnds, true);
        kestrel.AddServerHeader = false;
        kestrel.RequestHeaderEncodingSelector = RequestHeaderEncodings.For;
        ServerLimits.Apply(kestrel, limits.Value);
        foreach (var listener in addresses.Value.All().Where(listener => role.Has(listener.Plane))) Listen(kestrel, listener);
    }

    /// <summary>Reads a listener's URL: http or https, a literal address and a port.</summary>
    public static bool TryParseEndPoint(string url, [NotNullWhen(true)] out IPEndPoint? endPoint)
    {
        endPoint = Uri.TryCreate(url, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps) && uri.PathAndQuery == "/" && IPAddress.TryParse(uri.Host, out var address)
            ? new IPEndPoint(address, uri.Port)
            : null;
        return endPoint is not null;
    }

    public static bool IsTls(string url) => url.StartsWith("https:", StringComparison.OrdinalIgnoreCase);

    // Which version of HTTP is spoken is negotiated in TLS (RFC 7301), and by nothing without it.
    private void Listen(KestrelServerOptions kestrel, ConfiguredListener listener)
    {
        var (_, url, plane, cleartext) = listener;
        if (!TryParseEndPoint(url, out var endPoint)) throw new FormatException($"'{url}' names no listener.");
        var feature = new PlaneFeature(plane);
        kestrel.Listen(endPoint, listen =>
        {
            listen.Protocols = IsTls(url) ? HttpProtocols.Http1AndHttp2 : cleartext;
            // In the order of a connection: counted before anything is spent on it.
            gate.Use(listen, plane);
            if (IsTls(url)) tls.Use(listen, plane);
            listen.Use(next => connection =>
            {
                connection.Features.Set(feature);
                connection.Features.Set(new ConnectionToken());
                return next(connection);
            });
        });
    }
}

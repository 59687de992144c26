using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using TenantGateway.Core.Access;

namespace TenantGateway.Edge;

/// <summary>
/// Opens the listeners and marks every connection with its plane. The plane is a property of the socket, so that no header, host name or
/// path can make a request of the data plane look like one of the admin plane.
/// </summary>
internal static class Listeners
{
    public static void Configure(KestrelServerOptions kestrel, ListenOptions options)
    {
        kestrel.AddServerHeader = false;
        Listen(kestrel, options.Data, HttpProtocols.Http1, Plane.Data);
        if (options.DataHttp2 is { } http2) Listen(kestrel, http2, HttpProtocols.Http2, Plane.Data);
        Listen(kestrel, options.Admin, HttpProtocols.Http1, Plane.Admin);
    }

    /// <summary>Reads a listener's URL.</summary>
    /// <exception cref="FormatException">The text is no URL of a literal address.</exception>
    public static IPEndPoint ParseEndPoint(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttp && uri.PathAndQuery == "/" && IPAddress.TryParse(uri.Host, out var address)
            ? new IPEndPoint(address, uri.Port)
            : throw new FormatException($"'{url}' is not of the form http://ADDRESS:PORT with a literal address.");

    private static void Listen(KestrelServerOptions kestrel, string url, HttpProtocols protocols, Plane plane)
    {
        var feature = new PlaneFeature(plane);
        kestrel.Listen(ParseEndPoint(url), listen =>
        {
            listen.Protocols = protocols;
            listen.Use(next => connection =>
            {
                connection.Features.Set(feature);
                return next(connection);
            });
        });
    }
}

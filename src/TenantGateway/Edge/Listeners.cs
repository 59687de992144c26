using System.Diagnostics.CodeAnalysis;
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
    /// <summary>Kestrel's own switch, which has no property: a line ends in CR LF alone (RFC 9112 section 2.2 allows more, and servers differ there).</summary>
    private const string StrictLineEnds = "Microsoft.AspNetCore.Server.Kestrel.DisableHttp1LineFeedTerminators";

    /// <param name="kestrel">The server, not started yet.</param>
    /// <param name="options">Validated.</param>
    public static void Configure(KestrelServerOptions kestrel, ListenOptions options)
    {
        AppContext.SetSwitch(StrictLineEnds, true);
        kestrel.AddServerHeader = false;
        Listen(kestrel, options.Data, HttpProtocols.Http1, Plane.Data);
        if (options.DataHttp2 is { } http2) Listen(kestrel, http2, HttpProtocols.Http2, Plane.Data);
        Listen(kestrel, options.Admin, HttpProtocols.Http1, Plane.Admin);
    }

    /// <summary>Reads a listener's URL: a literal address and a port.</summary>
    public static bool TryParseEndPoint(string url, [NotNullWhen(true)] out IPEndPoint? endPoint)
    {
        endPoint = Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttp && uri.PathAndQuery == "/" && IPAddress.TryParse(uri.Host, out var address)
            ? new IPEndPoint(address, uri.Port)
            : null;
        return endPoint is not null;
    }

    private static void Listen(KestrelServerOptions kestrel, string url, HttpProtocols protocols, Plane plane)
    {
        if (!TryParseEndPoint(url, out var endPoint)) throw new FormatException($"'{url}' names no listener.");
        var feature = new PlaneFeature(plane);
        kestrel.Listen(endPoint, listen =>
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

using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http.Features;

namespace TenantGateway.Protection;

/// <summary>The two ends of a WebSocket handshake, in HTTP/1.1 (RFC 6455 section 4) and in HTTP/2 (RFC 8441).</summary>
internal static class WebSocketHandshake
{
    private const string AcceptSuffix = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    /// <summary>Whether a caller offers one. The edge refuses every other upgrade or tunnel.</summary>
    public static bool IsOffered(HttpContext context) => context.Features.Get<IHttpUpgradeFeature>()?.IsUpgradableRequest == true || IsExtendedConnect(context);

    /// <summary>Whether it is offered in HTTP/2, where any answer of 2xx opens the tunnel.</summary>
    public static bool IsExtendedConnect(HttpContext context) => context.Features.Get<IHttpExtendedConnectFeature>()?.IsExtendedConnect == true;

    /// <summary>
    /// Whether a service accepts what it was offered. The status alone does not say so: a service that can be brought to answer 101 to anything would open a
    /// tunnel around the gateway; only one that knows WebSockets answers the key.
    /// </summary>
    public static bool IsAccepted(HttpResponseMessage response)
    {
        if (response.RequestMessage is not { } request) return false;
        if (response.StatusCode == HttpStatusCode.OK) return response.Version == HttpVersion.Version20 && request.Method == HttpMethod.Connect && request.Headers.Protocol is not null;
        return response.StatusCode == HttpStatusCode.SwitchingProtocols
            && One(response, "Upgrade") is { } protocol && protocol.Equals("websocket", StringComparison.OrdinalIgnoreCase)
            && request.Headers.NonValidated.TryGetValues("Sec-WebSocket-Key", out var key)
            && One(response, "Sec-WebSocket-Accept") == AcceptOf(key.ToString());
    }

    private static string? One(HttpResponseMessage response, string header) =>
        response.Headers.NonValidated.TryGetValues(header, out var values) && values.Count == 1 ? values.ToString() : null;

#pragma warning disable CA5350, RS0030 // RFC 6455 section 4.2.2 names SHA-1; nothing is kept secret or signed by it
    private static string AcceptOf(string key) => Convert.ToBase64String(SHA1.HashData(Encoding.Latin1.GetBytes(key + AcceptSuffix)));
#pragma warning restore CA5350, RS0030
}

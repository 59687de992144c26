using Microsoft.AspNetCore.Connections.Features;

namespace TenantGateway.Edge.Connections;

/// <summary>Asks a caller to come back on another connection, without failing a request.</summary>
internal static class Farewell
{
    /// <summary>
    /// After the answer to this request the connection ends: <c>Connection: close</c> in HTTP/1.1 (RFC 9112 section 9.6), GOAWAY in HTTP/2
    /// (RFC 9113 section 6.8).
    /// </summary>
    public static void Say(HttpContext context)
    {
        if (HttpProtocol.IsHttp11(context.Request.Protocol)) context.Response.Headers.Connection = "close";
        else context.Features.Get<IConnectionLifetimeNotificationFeature>()?.RequestClose();
    }
}

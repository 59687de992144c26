using Microsoft.AspNetCore.Http.Features;
using TenantGateway.Core.Access;

namespace TenantGateway.Edge;

/// <summary>Tells a plain WebSocket handshake from every other way out of HTTP.</summary>
internal static class WebSocketRequest
{
    private const string Protocol = "websocket";

    /// <summary>A nonce of 16 bytes in Base64 (RFC 6455 section 4.1).</summary>
    private const int KeyLength = 24;

    /// <summary>Whether a request asks to leave HTTP: by Upgrade in HTTP/1.1, by extended CONNECT in HTTP/2 (RFC 8441).</summary>
    public static bool LeavesHttp(HttpContext context) => IsUpgrade(context) || Connect(context) is not null;

    /// <summary>Whether it asks for a WebSocket and nothing else, on the data plane: the admin plane has none.</summary>
    public static bool IsPlain(HttpContext context) =>
        context.Features.Get<PlaneFeature>()?.Plane == Plane.Data && context.Request.Headers.SecWebSocketVersion is ["13"] && (IsPlainUpgrade(context) || IsPlainConnect(context));

    private static bool IsPlainUpgrade(HttpContext context)
    {
        var headers = context.Request.Headers;
        return IsUpgrade(context) && HttpMethods.IsGet(context.Request.Method)
            && headers.Upgrade is [var protocol] && Protocol.Equals(protocol, StringComparison.OrdinalIgnoreCase)
            && headers.SecWebSocketKey is [{ Length: KeyLength }];
    }

    private static bool IsPlainConnect(HttpContext context) => Connect(context) is { } connect && Protocol.Equals(connect.Protocol, StringComparison.OrdinalIgnoreCase);

    private static bool IsUpgrade(HttpContext context) => context.Features.Get<IHttpUpgradeFeature>()?.IsUpgradableRequest == true;

    private static IHttpExtendedConnectFeature? Connect(HttpContext context) => context.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true } connect ? connect : null;
}

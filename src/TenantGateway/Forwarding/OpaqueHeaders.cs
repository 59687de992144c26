using System.Text;
using Microsoft.AspNetCore.Http.Features;
using TenantGateway.Core.Access;
using TenantGateway.Core.Protection.Policies;
using TenantGateway.Core.Tokens;
using Yarp.ReverseProxy.Transforms;

namespace TenantGateway.Forwarding;

/// <summary>The headers and trailers that belong to what passes uninspected: allowed for those exchanges only, beside those that are always.</summary>
internal static class OpaqueHeaders
{
    private const int MostEncoded = 4;
    private const string Accept = "Sec-WebSocket-Accept";

    private static readonly string[] SocketRequest = ["Sec-WebSocket-Key", "Sec-WebSocket-Version", "Sec-WebSocket-Protocol", "Sec-WebSocket-Extensions"];
    private static readonly string[] SocketResponse = ["Sec-WebSocket-Version", "Sec-WebSocket-Protocol", "Sec-WebSocket-Extensions"];
    private static readonly string[] GrpcRequest = ["grpc-timeout", "grpc-encoding", "grpc-accept-encoding"];
    private static readonly string[] GrpcTrailers = ["grpc-status", "grpc-message", "grpc-status-details-bin"];

    // A call that fails at once has its trailers where others have headers.
    private static readonly string[] GrpcResponse = ["grpc-encoding", "grpc-accept-encoding", .. GrpcTrailers];

    public static void AddTo(RequestTransformContext transform)
    {
        var headers = transform.HttpContext.Request.Headers;
        switch (KindOf(transform.HttpContext))
        {
            case OpaqueKind.WebSocket:
                Copy(SocketRequest, headers, transform.ProxyRequest);
                break;
            case OpaqueKind.Grpc:
                Copy(GrpcRequest, headers, transform.ProxyRequest);
                // Without it gRPC servers take the caller for a proxy that loses trailers.
                if (headers.TE is ["trailers"]) transform.ProxyRequest.Headers.TryAddWithoutValidation("TE", "trailers");
                goto case OpaqueKind.Body;
            // A body that was decoded has lost the header by now.
            case OpaqueKind.Events:
            case OpaqueKind.Body:
                if (headers.ContentEncoding is { Count: > 0 } codings) transform.ProxyRequest.Content?.Headers.TryAddWithoutValidation("Content-Encoding", (IEnumerable<string>)codings!);
                break;
            default:
                break;
        }
    }

    public static void AddTo(ResponseTransformContext transform)
    {
        if (transform.ProxyResponse is not { } response) return;
        var headers = transform.HttpContext.Response.Headers;
        switch (KindOf(transform.HttpContext))
        {
            case OpaqueKind.WebSocket:
                Copy(SocketResponse, response, headers);
                // In HTTP/2 nobody proves anything by it.
                if (response.Version.Major == 1) Copy([Accept], response, headers);
                break;
            case OpaqueKind.Grpc when IsGrpc(response):
                Copy(GrpcResponse, response, headers);
                break;
            default:
                break;
        }
    }

    public static void AddTo(ResponseTrailersTransformContext transform)
    {
        if (KindOf(transform.HttpContext) != OpaqueKind.Grpc || transform.ProxyResponse is not { } response || !IsGrpc(response)) return;
        if (transform.HttpContext.Features.Get<IHttpResponseTrailersFeature>()?.Trailers is not { IsReadOnly: false } trailers) return;
        foreach (var name in GrpcTrailers)
        {
            if (response.TrailingHeaders.NonValidated.TryGetValues(name, out var values) && !HoldsStoredToken(values.ToString())) trailers[name] = values.ToString();
        }
    }

    /// <summary>Stored tokens are never a caller's, and are not revealed outside of bodies. Whatever is percent-encoded is looked into, also what is so several times.</summary>
    public static bool HoldsStoredToken(string value)
    {
        // In the clear it begins with this, whatever may be encoded.
        if (!value.Contains('%') && !value.Contains("pn1", StringComparison.OrdinalIgnoreCase)) return false;
        for (var times = 0; times <= MostEncoded; times++)
        {
            if (TokenSearch.HoldsStoredToken(Encoding.UTF8.GetBytes(value))) return true;
            if (!value.Contains('%')) return false;
            // Malformed escapes stay as they are: what a lenient parser would make of the others is still looked at.
            var decoded = Uri.UnescapeDataString(value);
            if (decoded == value) return false;
            value = decoded;
        }

        // Nobody needs an address that deep.
        return true;
    }

    private static OpaqueKind? KindOf(HttpContext context) => context.Features.Get<OpaqueExchange>()?.Kind;

    private static bool IsGrpc(HttpResponseMessage response) =>
        response.Content.Headers.NonValidated.TryGetValues("Content-Type", out var type) && OpaqueRule.NamesGrpc(type.ToString().Split(';')[0].TrimEnd());

    private static void Copy(string[] names, IHeaderDictionary from, HttpRequestMessage to)
    {
        foreach (var name in names)
        {
            if (from.TryGetValue(name, out var values)) to.Headers.TryAddWithoutValidation(name, (IEnumerable<string>)values!);
        }
    }

    private static void Copy(string[] names, HttpResponseMessage from, IHeaderDictionary to)
    {
        foreach (var name in names)
        {
            if (from.Headers.NonValidated.TryGetValues(name, out var values)) to[name] = values.ToString();
        }
    }
}

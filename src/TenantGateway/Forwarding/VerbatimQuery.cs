using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Transforms;

namespace TenantGateway.Forwarding;

/// <summary>
/// Gives services the query byte for byte. <see cref="Uri"/> would mend it (<c>%7e</c> becomes <c>~</c>, RFC 3986 section 6.2.2.2), and a service that
/// signs or stores what it is asked would see another request than the caller made.
/// </summary>
internal static class VerbatimQuery
{
    // The path in front is mended by then, and no fragment gets past the edge.
    private static readonly UriCreationOptions Verbatim = new() { DangerousDisablePathAndQueryCanonicalization = true };

    public static ValueTask KeepAsync(RequestTransformContext transform)
    {
        // Without one there is nothing to mend.
        if (!transform.Query.QueryString.HasValue) return ValueTask.CompletedTask;
        var target = RequestUtilities.MakeDestinationAddress(transform.DestinationPrefix, transform.Path, QueryString.Empty);
        transform.ProxyRequest.RequestUri = new Uri(target.AbsoluteUri + transform.Query.QueryString, Verbatim);
        return ValueTask.CompletedTask;
    }
}

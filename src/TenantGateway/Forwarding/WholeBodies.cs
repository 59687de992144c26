using TenantGateway.Core.Buffers;
using Yarp.ReverseProxy.Transforms;

namespace TenantGateway.Forwarding;

/// <summary>
/// Sends short bodies that are in memory together with their headers. YARP would copy them out of a stream, and send the headers ahead of what comes: twice the work for both ends. Its content may not be
/// replaced in a transform, so the last handler before the wire does it.
/// </summary>
internal sealed class WholeBodies(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    // Longer ones are worth the streaming, and take their time, which YARP measures by what it copies.
    private const int Longest = 64 * 1024;

    private static readonly HttpRequestOptionsKey<byte[]> Key = new("tenantgateway.body");

    /// <summary>Notes the body for the handler. A copy: what the exchange holds is gone when it ends, and an answer may come before the body was sent.</summary>
    public static ValueTask NoteAsync(RequestTransformContext transform)
    {
        if (transform.ProxyRequest.Content is not null && transform.HttpContext.Request.Body is IWholeBody { Bytes: { Length: <= Longest } bytes }) transform.ProxyRequest.Options.Set(Key, bytes.ToArray());
        return ValueTask.CompletedTask;
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Options.TryGetValue(Key, out var body) && request.Content is { } streamed) request.Content = ContentOf(body, streamed);
        return base.SendAsync(request, cancellationToken);
    }

    private static ByteArrayContent ContentOf(byte[] body, HttpContent streamed)
    {
        var content = new ByteArrayContent(body);
        foreach (var (name, values) in streamed.Headers.NonValidated)
        {
            foreach (var value in values) content.Headers.TryAddWithoutValidation(name, value);
        }

        return content;
    }
}

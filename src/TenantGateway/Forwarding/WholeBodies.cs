using System.Net;
using System.Security.Cryptography;
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
        if (request.Options.TryGetValue(Key, out var body) && request.Content is { } streamed) request.Content = new Content(body, streamed);
        return base.SendAsync(request, cancellationToken);
    }

    /// <summary>A body that is sent once, like the one that it takes the place of, and cleared when it has been.</summary>
    private sealed class Content : HttpContent
    {
        private readonly byte[] _body;
        private int _sent;

        public Content(byte[] body, HttpContent streamed)
        {
            _body = body;
            foreach (var (name, values) in streamed.Headers.NonValidated)
            {
                foreach (var value in values) Headers.TryAddWithoutValidation(name, value);
            }
        }

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
        {
            if (Interlocked.Exchange(ref _sent, 1) != 0) throw new InvalidOperationException("The body has been sent.");
            try
            {
                await stream.WriteAsync(_body, cancellationToken);
            }
            finally
            {
                CryptographicOperations.ZeroMemory(_body);
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = _body.Length;
            return true;
        }
    }
}

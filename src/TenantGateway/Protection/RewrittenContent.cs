using System.Net;
using TenantGateway.Core.Buffers;

namespace TenantGateway.Protection;

/// <summary>The body of a response after its plan: pooled memory, cleared when the message is disposed.</summary>
internal sealed class RewrittenContent : HttpContent
{
    private readonly ByteBuffer _body;

    public RewrittenContent(ByteBuffer body, string? contentType)
    {
        _body = body;
        Headers.ContentLength = body.Length;
        if (contentType is not null) Headers.TryAddWithoutValidation("Content-Type", contentType);
    }

    protected override Task<Stream> CreateContentReadStreamAsync() => Task.FromResult<Stream>(new ByteBufferStream(_body));

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => stream.WriteAsync(_body.WrittenMemory).AsTask();

    protected override bool TryComputeLength(out long length)
    {
        length = _body.Length;
        return true;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) _body.Dispose();
        base.Dispose(disposing);
    }
}

using System.Net;
using System.Net.Http.Headers;

namespace TenantGateway.Tests.World;

/// <summary>A request body of unknown length that a test writes as it goes.</summary>
internal sealed class StreamedContent : HttpContent
{
    private readonly Func<Stream, Task> _write;

    public StreamedContent(string type, Func<Stream, Task> write)
    {
        _write = write;
        Headers.ContentType = new MediaTypeHeaderValue(type);
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => _write(stream);

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}

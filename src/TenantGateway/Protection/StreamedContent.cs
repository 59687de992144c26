using System.Net;

namespace TenantGateway.Protection;

/// <summary>The body of a response that is looked at while it is read.</summary>
internal sealed class StreamedContent : HttpContent
{
    private readonly Stream _body;
    private readonly HttpContent _original;

    /// <param name="body">What is given.</param>
    /// <param name="original">What it is made of; let go with this.</param>
    /// <param name="contentType">Of both.</param>
    public StreamedContent(Stream body, HttpContent original, string? contentType)
    {
        (_body, _original) = (body, original);
        if (contentType is not null) Headers.TryAddWithoutValidation("Content-Type", contentType);
    }

    protected override Task<Stream> CreateContentReadStreamAsync() => Task.FromResult<Stream>(_body);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => _body.CopyToAsync(stream);

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _body.Dispose();
            _original.Dispose();
        }

        base.Dispose(disposing);
    }
}

namespace TenantGateway.Protection;

/// <summary>Passes a body on as it is read, up to a bound. The server's own bound does not hold for gRPC: it is lifted where such a body is forwarded.</summary>
internal sealed class BoundedBody(Stream body, long maxBytes) : ForwardBody
{
    private long _read;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        Count(await body.ReadAsync(buffer, cancellationToken));

    public override int Read(byte[] buffer, int offset, int count) => Count(body.Read(buffer, offset, count));

    private int Count(int read)
    {
        _read += read;
        return _read <= maxBytes ? read : throw new BadHttpRequestException("The body is larger than the route takes.", StatusCodes.Status413PayloadTooLarge);
    }
}

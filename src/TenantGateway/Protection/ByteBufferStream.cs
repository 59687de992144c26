using TenantGateway.Core.Buffers;

namespace TenantGateway.Protection;

/// <summary>Reads a buffer that somebody else owns.</summary>
internal sealed class ByteBufferStream(ByteBuffer buffer) : ForwardBody, IWholeBody
{
    private int _position;

    public ReadOnlyMemory<byte> Bytes => buffer.WrittenMemory[_position..];

    public override int Read(Span<byte> destination)
    {
        var count = Math.Min(destination.Length, buffer.Length - _position);
        buffer.Written.Slice(_position, count).CopyTo(destination);
        _position += count;
        return count;
    }

    public override int Read(byte[] destination, int offset, int count) => Read(destination.AsSpan(offset, count));

    public override ValueTask<int> ReadAsync(Memory<byte> destination, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new ValueTask<int>(Read(destination.Span));
    }
}

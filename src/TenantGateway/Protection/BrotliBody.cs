using System.Buffers;
using System.IO.Compression;

namespace TenantGateway.Protection;

/// <summary>Reads br (RFC 7932) and knows where it ends: <see cref="BrotliStream"/> takes data that is cut off for whole.</summary>
internal sealed class BrotliBody(Stream source) : ForwardBody
{
    private readonly byte[] _input = ArrayPool<byte>.Shared.Rent(16 * 1024);
    private BrotliDecoder _decoder;
    private int _start;
    private int _end;
    private bool _isDone;
    private ReadGate _gate;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        _gate.Enter(this);
        try
        {
            return await DecompressAsync(buffer, cancellationToken);
        }
        finally
        {
            if (_gate.Leave()) Release();
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && _gate.Close()) Release();
        base.Dispose(disposing);
    }

    private async ValueTask<int> DecompressAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        while (!_isDone)
        {
            var status = _decoder.Decompress(_input.AsSpan(_start.._end), buffer.Span, out var consumed, out var written);
            _start += consumed;
            _isDone = status == OperationStatus.Done;
            if (status == OperationStatus.InvalidData || (_isDone && _start < _end)) throw new InvalidDataException("The data is no br.");
            if (written > 0) return written;
            if (status != OperationStatus.NeedMoreData) continue;
            (_start, _end) = (0, await source.ReadAsync(_input, cancellationToken));
            if (_end == 0) throw new InvalidDataException("The data is cut off.");
        }

        // Whether it came with the end or behind it.
        return await source.ReadAsync(_input, cancellationToken) == 0 ? 0 : throw new InvalidDataException("Something follows the data.");
    }

    private void Release()
    {
        _decoder.Dispose();
        ArrayPool<byte>.Shared.Return(_input, clearArray: true);
    }
}

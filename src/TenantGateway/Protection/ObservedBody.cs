using TenantGateway.Core.Buffers;

namespace TenantGateway.Protection;

/// <summary>Passes a body on byte for byte as it is read, keeps a bounded copy of its beginning, and shows that once the body has come to its end.</summary>
/// <param name="source">What arrives; stays the caller's.</param>
/// <param name="most">How much is kept.</param>
/// <param name="observe">Takes what was kept, and whether there was more. Not called for a body that was given up.</param>
internal sealed class ObservedBody(Stream source, int most, Func<ByteBuffer, bool, CancellationToken, ValueTask> observe) : ForwardBody
{
    private const int Chunk = 16 * 1024;

    private readonly Lock _gate = new();
    private ByteBuffer? _kept = new(Chunk);
    private bool _isCut;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = await source.ReadAsync(buffer, cancellationToken);
        if (count > 0) Keep(buffer.Span[..count]);
        else if (!buffer.IsEmpty) await EndAsync(cancellationToken);
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) Take()?.Dispose();
        base.Dispose(disposing);
    }

    // Whoever gives up a read may dispose of the stream meanwhile.
    private void Keep(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            if (_kept is null) return;
            var room = Math.Min(bytes.Length, most - _kept.Length);
            _isCut |= room < bytes.Length;
            _kept.Append(bytes[..room]);
        }
    }

    private async ValueTask EndAsync(CancellationToken cancellationToken)
    {
        if (Take() is not { } kept) return;
        using (kept) await observe(kept, _isCut, cancellationToken);
    }

    private ByteBuffer? Take()
    {
        lock (_gate)
        {
            var kept = _kept;
            _kept = null;
            return kept;
        }
    }
}

using TenantGateway.Core.Access;
using TenantGateway.Core.Buffers;

namespace TenantGateway.Core.Content;

/// <summary>
/// Cuts a body into units as it arrives, whatever pieces it arrives in, and holds no more than one unit and what came with it. What it held is cleared. Not thread-safe.
/// </summary>
/// <param name="maxUnitBytes">The longest unit.</param>
public abstract class UnitSplitter(int maxUnitBytes) : IDisposable
{
    private const int Chunk = 64 * 1024;

    private readonly ByteBuffer _bytes = new(Chunk);

    /// <summary>Set where the body must not go on.</summary>
    public Reason? Refused { get; private set; }

    /// <summary>What has come and has not been dropped.</summary>
    protected ReadOnlySpan<byte> Bytes => _bytes.Written;

    /// <summary>What of it has been taken.</summary>
    protected int Taken { get; private set; }

    /// <summary>Whether nothing comes any more.</summary>
    public bool IsComplete { get; private set; }

    protected int MaxUnitBytes => maxUnitBytes;

    /// <summary>Room for what comes next; <see cref="Advance"/> says how much it was. Invalidates the pieces taken before.</summary>
    public Memory<byte> Free()
    {
        if (Taken > 0)
        {
            _bytes.Remove(0, Taken);
            Dropped(Taken);
            Taken = 0;
        }

        return _bytes.Free(Chunk);
    }

    public void Advance(int count) => _bytes.Advance(count);

    /// <summary>How long more is waited for before what is held back goes on without it; null where nothing is held back.</summary>
    public virtual TimeSpan? Patience => null;

    /// <summary>Changes with everything that comes of what is held back, and with nothing else.</summary>
    public virtual int Progress => 0;

    /// <summary>Nothing more is waited for: what is held back goes on as it is.</summary>
    public virtual void LetGo()
    {
    }

    /// <summary>Nothing comes any more: what is left is the end.</summary>
    public void Complete() => IsComplete = true;

    /// <summary>The next piece; valid until the next call of <see cref="Free"/>.</summary>
    /// <returns>False where there is none yet, or none any more, or the body is refused.</returns>
    public bool TryTake(out UnitPiece piece)
    {
        piece = default;
        return Refused is null && TryFind(out piece);
    }

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (disposing) _bytes.Dispose();
    }

    protected abstract bool TryFind(out UnitPiece piece);

    /// <summary>The bytes at the front have gone: places move by as many.</summary>
    protected abstract void Dropped(int count);

    protected bool Refuse(Reason reason)
    {
        Refused = reason;
        return false;
    }

    /// <summary>Takes what lies before a place.</summary>
    protected UnitPiece Take(int end, bool inspect)
    {
        var piece = new UnitPiece(_bytes.WrittenMemory[Taken..end], inspect);
        Taken = end;
        return piece;
    }

    protected void Remove(int start, int count) => _bytes.Remove(start, count);
}

/// <param name="Bytes">Never empty.</param>
/// <param name="Inspect">False for what passes as it is.</param>
public readonly record struct UnitPiece(ReadOnlyMemory<byte> Bytes, bool Inspect);

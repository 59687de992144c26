using System.Security.Cryptography;

namespace TenantGateway.Core.Cryptography;

/// <summary>
/// Key bytes in memory that the garbage collector does not move, so that zeroing leaves no copy behind. Zeroed when disposed, or by the finalizer.
/// A span does not keep its key alive: hold a reference, or a <c>using</c>, for as long as the bytes are read.
/// </summary>
public sealed class PinnedKey : IDisposable
{
    private readonly byte[] _bytes;
    private bool _disposed;

    /// <param name="size">Bytes; they start as zero.</param>
    public PinnedKey(int size) => _bytes = GC.AllocateArray<byte>(size, pinned: true);

    ~PinnedKey() => CryptographicOperations.ZeroMemory(_bytes);

    /// <exception cref="ObjectDisposedException">The key is gone; a span of zeros would be taken for one.</exception>
    public Span<byte> Span
    {
        get
        {
            ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed), this);
            return _bytes;
        }
    }

    /// <inheritdoc cref="Span"/>
    public Memory<byte> Memory
    {
        get
        {
            ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed), this);
            return _bytes;
        }
    }

    public void Dispose()
    {
        Volatile.Write(ref _disposed, true);
        CryptographicOperations.ZeroMemory(_bytes);
        GC.SuppressFinalize(this);
    }
}

using System.Buffers;

namespace TenantGateway.Core.Buffers;

/// <summary>Pooled working memory for personal data: cleared before it goes back to the pool.</summary>
public struct Scratch : IDisposable
{
    private byte[] _array;

    private Scratch(byte[] array) => _array = array;

    public readonly Span<byte> Span => _array;

    public static Scratch Rent(int size) => new(ArrayPool<byte>.Shared.Rent(size));

    /// <summary>Makes room; what it held before is lost.</summary>
    public void EnsureCapacity(int size)
    {
        if (_array.Length >= size) return;
        Dispose();
        _array = ArrayPool<byte>.Shared.Rent(size);
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_array, clearArray: true);
        _array = [];
    }
}

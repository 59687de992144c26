namespace TenantGateway.Core.Buffers;

/// <summary>
/// A growing pooled buffer for personal data: everything it ever held is cleared before it goes back to the pool. Not thread-safe.
/// </summary>
public sealed class ByteBuffer : IDisposable
{
    private byte[] _array;
    private int _length;

    public ByteBuffer(int capacity) => _array = BufferPool.Rent(Math.Max(capacity, 256));

    public int Length => _length;

    public ReadOnlySpan<byte> Written => _array.AsSpan(0, _length);

    public ReadOnlyMemory<byte> WrittenMemory => _array.AsMemory(0, _length);

    /// <summary>The next <paramref name="count"/> bytes, to be filled by the caller; valid until the next call.</summary>
    public Span<byte> Append(int count)
    {
        EnsureRoom(count);
        var span = _array.AsSpan(_length, count);
        _length += count;
        return span;
    }

    public void Append(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Append(bytes.Length));

    public void Append(byte value)
    {
        EnsureRoom(1);
        _array[_length++] = value;
    }

    /// <summary>Free memory at the end, for a reader that does not know how much it will get; <see cref="Advance"/> says how much it was.</summary>
    public Memory<byte> Free(int atLeast)
    {
        EnsureRoom(atLeast);
        return _array.AsMemory(_length);
    }

    public void Advance(int count) => _length += count;

    /// <summary>Takes back what was appended beyond a length, and clears it.</summary>
    public void Truncate(int length)
    {
        _array.AsSpan(length, _length - length).Clear();
        _length = length;
    }

    /// <summary>Takes bytes out, so that what follows them moves up.</summary>
    public void Remove(int start, int count)
    {
        Written[(start + count)..].CopyTo(_array.AsSpan(start));
        Truncate(_length - count);
    }

    public void Dispose()
    {
        if (_array.Length == 0) return;
        Return(_array, _length);
        _array = [];
        _length = 0;
    }

    private void EnsureRoom(int count)
    {
        if (_array.Length - _length >= count) return;
        var grown = BufferPool.Rent(Math.Max(checked(_length + count), _array.Length * 2));
        Written.CopyTo(grown);
        Return(_array, _length);
        _array = grown;
    }

    private static void Return(byte[] array, int used)
    {
        array.AsSpan(0, used).Clear();
        BufferPool.Return(array);
    }
}

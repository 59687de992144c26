using TenantGateway.Core.Buffers;

namespace TenantGateway.Core.Content;

/// <summary>
/// Cuts bytes into lines as they arrive. A line ends with LF, which belongs to it, as does a CR before it; the last one may lack it. Holds one line
/// at a time, and no line that is longer than allowed. What it held is cleared. Not thread-safe.
/// </summary>
/// <param name="maxLineBytes">The longest line, its end included.</param>
public sealed class LineBuffer(int maxLineBytes) : IDisposable
{
    private const int Chunk = 64 * 1024;

    private ByteBuffer _bytes = new(Chunk);
    private int _taken;
    private int _searched;
    private bool _isComplete;

    /// <summary>Room for what comes next; <see cref="Advance"/> says how much it was. Invalidates the lines taken before.</summary>
    public Memory<byte> Free()
    {
        if (_taken > 0) DropTaken();
        return _bytes.Free(Chunk);
    }

    public void Advance(int count) => _bytes.Advance(count);

    /// <summary>Nothing comes any more: what is left is the last line.</summary>
    public void Complete() => _isComplete = true;

    /// <summary>True where the line that is next is longer than allowed, so that it is never given.</summary>
    public bool IsTooLong { get; private set; }

    /// <summary>The next whole line, with its end; valid until the next call of <see cref="Free"/>.</summary>
    /// <returns>False where there is none yet, or none any more.</returns>
    public bool TryTake(out ReadOnlyMemory<byte> line)
    {
        line = default;
        var end = _bytes.Written[_searched..].IndexOf((byte)'\n');
        var length = end >= 0 ? _searched + end + 1 - _taken : _bytes.Length - _taken;
        IsTooLong = length > maxLineBytes;
        if (end < 0) _searched = _bytes.Length;
        if (IsTooLong || length == 0 || (end < 0 && !_isComplete)) return false;
        line = _bytes.WrittenMemory.Slice(_taken, length);
        _searched = _taken += length;
        return true;
    }

    /// <summary>Cuts the first line off bytes that are all there.</summary>
    public static ReadOnlySpan<byte> Cut(ref ReadOnlySpan<byte> rest)
    {
        var end = rest.IndexOf((byte)'\n');
        var line = end < 0 ? rest : rest[..(end + 1)];
        rest = rest[line.Length..];
        return line;
    }

    public void Dispose() => _bytes.Dispose();

    private void DropTaken()
    {
        var left = new ByteBuffer(_bytes.Length - _taken + Chunk);
        left.Append(_bytes.Written[_taken..]);
        _bytes.Dispose();
        (_bytes, _taken, _searched) = (left, 0, _searched - _taken);
    }
}

namespace TenantGateway.Core.Content;

/// <summary>Walks over the lines of an event stream, each of which ends with CR, LF or both.</summary>
internal ref struct EventLines(ReadOnlySpan<byte> text)
{
    private readonly ReadOnlySpan<byte> _text = text;

    /// <summary>Behind the end of the line that was read last.</summary>
    public int Position { get; private set; }

    /// <param name="line">Without its end.</param>
    /// <returns>False behind the last line.</returns>
    public bool Next(out Range line)
    {
        line = default;
        if (Position == _text.Length) return false;
        var start = Position;
        var length = _text[start..].IndexOfAny((byte)'\r', (byte)'\n');
        if (length < 0)
        {
            Position = _text.Length;
            line = start.._text.Length;
            return true;
        }

        var end = start + length;
        Position = end + (_text[end..].StartsWith("\r\n"u8) ? 2 : 1);
        line = start..end;
        return true;
    }
}

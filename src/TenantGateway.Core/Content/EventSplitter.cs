using TenantGateway.Core.Access;

namespace TenantGateway.Core.Content;

/// <summary>Cuts server-sent events: all whole events that are there are one piece, and an event is whole with its blank line, however that is written.</summary>
/// <param name="maxEventBytes">The longest event, its blank line included.</param>
public class EventSplitter(int maxEventBytes) : UnitSplitter(maxEventBytes)
{
    private int _line;
    private int _searched;
    private int _first;
    private int _last;

    protected override bool TryFind(out UnitPiece piece)
    {
        piece = default;
        FindBlankLines();
        if (_last == Taken && IsComplete) _first = _last = Bytes.Length;
        var end = _last - Taken <= MaxUnitBytes ? _last : _first;
        if ((end > Taken ? end : Bytes.Length) - Taken > MaxUnitBytes) return Refuse(Reasons.BodyTooLarge);
        if (end == Taken) return false;
        if (end < _last) _line = _searched = end;
        piece = Take(end, inspect: true);
        _first = _last = end;
        return true;
    }

    protected override void Dropped(int count)
    {
        _line -= count;
        _searched -= count;
        _first -= count;
        _last -= count;
    }

    private void FindBlankLines()
    {
        while (true)
        {
            var found = Bytes[_searched..].IndexOfAny((byte)'\r', (byte)'\n');
            var end = _searched + found;
            // The LF of a CR may be still to come; behind a blank line nobody waits for it.
            var isUnsure = found >= 0 && Bytes[end] == '\r' && end + 1 == Bytes.Length && end > _line && !IsComplete;
            if (found < 0 || isUnsure)
            {
                _searched = found < 0 ? Bytes.Length : end;
                return;
            }

            var next = end + (Bytes[end..].StartsWith("\r\n"u8) ? 2 : 1);
            if (end == _line)
            {
                if (_first == Taken) _first = next;
                _last = next;
            }

            _line = _searched = next;
        }
    }
}

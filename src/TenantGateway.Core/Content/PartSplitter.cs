using System.Text;
using TenantGateway.Core.Access;
using TenantGateway.Core.Tokens;

namespace TenantGateway.Core.Content;

/// <summary>
/// Cuts <c>multipart/form-data</c> (RFC 7578, RFC 2046 section 5.1): each field with its head is one piece, files pass in pieces of any length. The boundary stands where
/// all readers see it and nowhere else; text before the first part and behind the last is refused.
/// </summary>
public sealed class PartSplitter : UnitSplitter
{
    public const int MaxHeadBytes = 8 * 1024;
    public const int MaxParts = 1000;

    private readonly PartRules _rules;
    private readonly byte[] _delimiter;
    private State _state = State.Start;
    private int _at;
    private int _body;
    private int _parts;

    /// <param name="boundary">Of the content type.</param>
    /// <param name="rules">What parts may be.</param>
    /// <param name="maxFieldBytes">The longest field, its head included.</param>
    public PartSplitter(string boundary, PartRules rules, int maxFieldBytes)
        : base(maxFieldBytes) => (_rules, _delimiter) = (rules, Encoding.ASCII.GetBytes("--" + boundary));

    private enum State
    {
        Start,
        Delimiter,
        Head,
        Field,
        File,
        End,
    }

    protected override void Dropped(int count)
    {
        _at -= count;
        _body -= count;
    }

    protected override bool TryFind(out UnitPiece piece)
    {
        piece = default;
        while (true)
        {
            var before = _state;
            var found = _state switch
            {
                State.Start => ReadStart(),
                State.Delimiter => ReadDelimiter(),
                State.Head => ReadHead(),
                State.Field => ReadField(out piece),
                State.File => ReadFile(out piece),
                _ => ReadEnd(out piece),
            };
            if (found) return true;
            if (Refused is not null) return false;
            if (before == _state) return IsComplete && _state != State.End && Refuse(Reasons.MalformedRequest);
        }
    }

    private bool ReadStart()
    {
        if (Bytes.Length < _delimiter.Length) return false;
        if (!Bytes.StartsWith(_delimiter)) return Refuse(Reasons.AmbiguousPart);
        (_state, _at) = (State.Delimiter, _delimiter.Length);
        return false;
    }

    // Behind the boundary: a part follows, or it was the last.
    private bool ReadDelimiter()
    {
        if (Bytes.Length < _at + 2) return false;
        var next = Bytes.Slice(_at, 2);
        var isLast = next.SequenceEqual("--"u8);
        if (!isLast && !next.SequenceEqual("\r\n"u8)) return Refuse(Reasons.AmbiguousPart);
        if (!isLast && ++_parts > MaxParts) return Refuse(Reasons.TooManyFields);
        (_state, _at) = (isLast ? State.End : State.Head, _at + 2);
        return false;
    }

    private bool ReadHead()
    {
        var length = Bytes[_at..].IndexOf("\r\n\r\n"u8);
        if (length > MaxHeadBytes || (length < 0 && Bytes.Length - _at > MaxHeadBytes)) return Refuse(Reasons.AmbiguousPart);
        if (length < 0) return false;
        if (!PartHead.TryRead(Bytes.Slice(_at, length + 2), out var head)) return Refuse(Reasons.AmbiguousPart);
        var (reason, _, kind) = _rules.Judge(head);
        if (reason is null && kind == PartKind.File && HoldsToken(head.FileName)) reason = Reasons.InvalidHandle;
        // What is wrong with a field is told with its place, by whoever looks at it.
        if (reason is not null && kind == PartKind.File) return Refuse(reason);
        var (start, end) = (head.LengthLine.Start.Value, head.LengthLine.End.Value);
        if (end > start) Remove(_at + start, end - start);
        _at = _body = _at + length + 4 - (end - start);
        _state = reason is null && kind == PartKind.File ? State.File : State.Field;
        return false;
    }

    private static bool HoldsToken(ReadOnlySpan<byte> text) => TokenSearch.HoldsStoredToken(text) || TokenSearch.HoldsHandle(text);

    private bool ReadField(out UnitPiece piece)
    {
        piece = default;
        if (!FindDelimiter(out var end))
        {
            if (Refused is null && Bytes.Length - Taken > MaxUnitBytes) Refuse(Reasons.BodyTooLarge);
            return false;
        }

        if (end - Taken > MaxUnitBytes) return Refuse(Reasons.BodyTooLarge);
        piece = Take(end, inspect: true);
        EnterDelimiter(end);
        return true;
    }

    private bool ReadFile(out UnitPiece piece)
    {
        piece = default;
        var isWhole = FindDelimiter(out var end);
        if (Refused is not null) return false;
        // What could be the front of a delimiter waits.
        if (!isWhole) end = Math.Max(Taken, _at - 2);
        if (isWhole) EnterDelimiter(end);
        if (end == Taken) return false;
        piece = Take(end, inspect: false);
        return true;
    }

    private void EnterDelimiter(int end) => (_state, _at) = (State.Delimiter, end + 2 + _delimiter.Length);

    /// <summary>Looks for the next delimiter from <see cref="_at"/> on, which moves behind what cannot hold one.</summary>
    /// <param name="end">Where the body of the part ends.</param>
    private bool FindDelimiter(out int end)
    {
        end = 0;
        var found = Bytes[_at..].IndexOf(_delimiter);
        if (found < 0)
        {
            _at = Math.Max(_at, Bytes.Length - _delimiter.Length + 1);
            return false;
        }

        _at += found;
        end = _at - 2;
        if (end < _body || !Bytes[end..].StartsWith("\r\n"u8)) return Refuse(Reasons.AmbiguousPart);
        return true;
    }

    // RFC 2046 section 5.1.1 lets anything follow; nothing needs to.
    private bool ReadEnd(out UnitPiece piece)
    {
        piece = default;
        var rest = Bytes[_at..];
        if (!"\r\n"u8.StartsWith(rest)) return Refuse(Reasons.AmbiguousPart);
        if (!IsComplete || Taken == Bytes.Length) return false;
        _at = Bytes.Length;
        piece = Take(_at, inspect: false);
        return true;
    }
}

using System.Runtime.InteropServices;
using TenantGateway.Core.Buffers;

namespace TenantGateway.Core.Content;

/// <summary>
/// Puts together stored tokens and email shapes that come spread over the texts of several events: the whole of each is written where its beginning stood, and the rest of it is taken out of the later texts. Every event
/// stays, in its order; all other bytes pass as they are. Events are held back while a text of one of them may end in the beginning of a token. What is held is cleared.
/// </summary>
/// <param name="fields">Knows which strings are texts.</param>
/// <param name="maxHeldBytes">How much is held back at most; with more, what is held goes on as it is.</param>
internal sealed class TokenJoiner(FieldTrie fields, int maxHeldBytes) : IDisposable
{
    private readonly ByteBuffer _held = new(1024);
    private readonly ByteBuffer _given = new(1024);
    private readonly Dictionary<string, OpenToken> _open = new(StringComparer.Ordinal);
    private readonly List<Edit> _edits = [];

    /// <summary>How long an open end is waited for; null where nothing is held back. What is no more than the letters of a word may be one.</summary>
    public TimeSpan? Patience => _held.Length == 0 ? null : _open.Values.Any(open => open.Text.Length > SplitToken.Front.Length) ? TimeSpan.FromSeconds(10) : TimeSpan.FromMilliseconds(250);

    /// <summary>How many pieces of tokens have come, be they the first or a further one.</summary>
    public int Progress { get; private set; }

    /// <summary>Takes whole events, and gives those that need not wait any more.</summary>
    /// <param name="events">As they have come.</param>
    /// <param name="passed">Never empty; valid until the next call.</param>
    /// <returns>False where all of them are held back.</returns>
    public bool TryPass(ReadOnlyMemory<byte> events, out ReadOnlyMemory<byte> passed)
    {
        passed = events;
        if (_held.Length == 0 && !MayOpen(events.Span)) return true;
        var start = _held.Length;
        _held.Append(events.Span);
        Look(start);
        if (_held.Length > maxHeldBytes) _open.Clear();
        return TryGive(_open.Count == 0 ? _held.Length : _open.Values.Min(open => open.Pieces[0].Event), out passed);
    }

    /// <summary>Gives all that is held, as nothing more of it is waited for.</summary>
    /// <returns>False where nothing is.</returns>
    public bool TryLetGo(out ReadOnlyMemory<byte> passed)
    {
        _open.Clear();
        return TryGive(_held.Length, out passed);
    }

    public void Dispose()
    {
        _held.Dispose();
        _given.Dispose();
    }

    // A string that ends in the first letters, or holds all of them: nothing else can be the beginning of one.
    private static bool MayOpen(ReadOnlySpan<byte> events) =>
        events.IndexOf("p\""u8) >= 0 || events.IndexOf("pn\""u8) >= 0 || events.IndexOf(SplitToken.Front) >= 0;

    private void Look(int start)
    {
        var lines = new EventLines(_held.Written[start..]);
        var (from, data, isOne) = (start, default(Range), true);
        var count = 0;
        while (lines.Next(out var line))
        {
            var text = _held.Written[start..][line];
            if (EventsCarrier.TryReadData(_held.Written[start..], line, out var read)) (data, isOne) = (read, count++ == 0);
            if (!text.IsEmpty) continue;
            if (count > 0 && isOne) LookAt(from, start + data.Start.Value, start + data.End.Value);
            // Its texts are not known, and nothing may be put past one of them.
            else if (count > 0) _open.Clear();
            (from, count) = (start + lines.Position, 0);
        }
    }

    private void LookAt(int ofEvent, int start, int end)
    {
        var document = _held.Written[start..end];
        if (_open.Count == 0 && !MayOpen(document)) return;
        foreach (var text in EventTexts.Of(document, fields))
        {
            var rest = document.Slice(text.Start, text.Length);
            if (rest.IsEmpty) continue;
            var piece = new Piece(ofEvent, start + text.Start, rest.Length);
            if (_open.TryGetValue(text.Stream, out var open))
            {
                var taken = GoOn(text.Stream, open, rest, piece);
                if (taken == rest.Length) continue;
                rest = rest[taken..];
                piece = piece.From(taken);
            }

            if (SplitToken.OpenEnd(rest) is not (> 0 and var length)) continue;
            _open[text.Stream] = new OpenToken(rest[^length..], piece.From(rest.Length - length));
            Progress++;
        }
    }

    /// <summary>Takes what continues an open token, and gives how many bytes that is.</summary>
    private int GoOn(string stream, OpenToken open, ReadOnlySpan<byte> text, Piece piece)
    {
        open.Add(text, piece);
        while (true)
        {
            switch (SplitToken.Judge(open.Text, out var length))
            {
                case SplitState.Open:
                    Progress++;
                    return text.Length;
                case SplitState.Whole:
                    var taken = length - (open.Text.Length - text.Length);
                    Join(open, taken);
                    _open.Remove(stream);
                    return taken;
                default:
                    // What is none may hold another beginning: p and then pn1.
                    if (open.TrySkip(before: open.Text.Length - text.Length)) continue;
                    _open.Remove(stream);
                    return 0;
            }
        }
    }

    // The last piece is that of which so many bytes belong to the token.
    private void Join(OpenToken open, int ofLast)
    {
        var (first, last) = (open.Pieces[0], open.Pieces[^1]);
        _edits.Add(new Edit(first.End, 0, open.Text[first.Length..(open.Text.Length - last.Length + ofLast)].ToArray()));
        foreach (var piece in open.Pieces.Skip(1).SkipLast(1)) _edits.Add(new Edit(piece.Start, piece.Length, []));
        _edits.Add(new Edit(last.Start, ofLast, []));
    }

    private bool TryGive(int end, out ReadOnlyMemory<byte> passed)
    {
        passed = default;
        if (end == 0) return false;
        _given.Truncate(0);
        _edits.Sort(static (a, b) => a.Start.CompareTo(b.Start));
        var at = 0;
        foreach (var edit in _edits.Where(edit => edit.Start < end))
        {
            _given.Append(_held.Written[at..edit.Start]);
            _given.Append(edit.Text);
            at = edit.Start + edit.Length;
        }

        _given.Append(_held.Written[at..end]);
        _held.Remove(0, end);
        _edits.RemoveAll(edit => edit.Start < end);
        for (var i = 0; i < _edits.Count; i++) _edits[i] = _edits[i] with { Start = _edits[i].Start - end };
        foreach (var open in _open.Values) open.Move(end);
        passed = _given.WrittenMemory;
        return true;
    }

    /// <summary>What stands at a place of the held bytes becomes another text.</summary>
    private readonly record struct Edit(int Start, int Length, byte[] Text);

    /// <summary>A text, or the end of one.</summary>
    /// <param name="Event">Where its event begins.</param>
    /// <param name="Start">Where it begins.</param>
    /// <param name="Length">Bytes.</param>
    private readonly record struct Piece(int Event, int Start, int Length)
    {
        public int End => Start + Length;

        public Piece From(int count) => this with { Start = Start + count, Length = Length - count };

        public Piece Moved(int count) => this with { Event = Event - count, Start = Start - count };
    }

    /// <summary>The beginning of a token at the end of a text, and what has come of it since.</summary>
    private sealed class OpenToken
    {
        private readonly List<byte> _text = [];

        public OpenToken(ReadOnlySpan<byte> text, Piece piece) => Add(text, piece);

        public ReadOnlySpan<byte> Text => CollectionsMarshal.AsSpan(_text);

        public List<Piece> Pieces { get; } = [];

        public void Add(ReadOnlySpan<byte> text, Piece piece)
        {
            _text.AddRange(text);
            Pieces.Add(piece);
        }

        /// <summary>Goes on to the next place in what came before where a token may begin.</summary>
        /// <param name="before">How much of the text came before.</param>
        public bool TrySkip(int before)
        {
            for (var at = 1; at < before; at++)
            {
                if (SplitToken.Judge(Text[at..], out _) == SplitState.None) continue;
                _text.RemoveRange(0, at);
                while (Pieces[0].Length <= at)
                {
                    at -= Pieces[0].Length;
                    Pieces.RemoveAt(0);
                }

                Pieces[0] = Pieces[0].From(at);
                return true;
            }

            return false;
        }

        public void Move(int count)
        {
            for (var i = 0; i < Pieces.Count; i++) Pieces[i] = Pieces[i].Moved(count);
        }
    }
}

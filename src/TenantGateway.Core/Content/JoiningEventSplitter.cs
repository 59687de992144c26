namespace TenantGateway.Core.Content;

/// <summary>Cuts server-sent events, and holds back those in whose texts a token has begun until the rest of it has come, so that it is found as a whole.</summary>
/// <param name="maxEventBytes">The longest event, and the most that is held back.</param>
/// <param name="fields">Knows which strings are texts.</param>
public sealed class JoiningEventSplitter(int maxEventBytes, FieldTrie fields) : EventSplitter(maxEventBytes)
{
    private readonly TokenJoiner _joiner = new(fields, maxEventBytes);
    private bool _letsGo;

    public override TimeSpan? Patience => _joiner.Patience;

    public override int Progress => _joiner.Progress;

    public override void LetGo() => _letsGo = true;

    protected override bool TryFind(out UnitPiece piece)
    {
        while (base.TryFind(out piece))
        {
            if (_joiner.TryPass(piece.Bytes, out var passed))
            {
                piece = new UnitPiece(passed, Inspect: true);
                return true;
            }
        }

        var isOver = (_letsGo || IsComplete) && Refused is null && _joiner.TryLetGo(out var rest) && Give(rest, out piece);
        _letsGo = false;
        return isOver;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) _joiner.Dispose();
        base.Dispose(disposing);
    }

    private static bool Give(ReadOnlyMemory<byte> bytes, out UnitPiece piece)
    {
        piece = new UnitPiece(bytes, Inspect: true);
        return true;
    }
}

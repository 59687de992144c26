using TenantGateway.Core.Access;

namespace TenantGateway.Core.Content;

/// <summary>Cuts newline-delimited JSON: all whole lines that are there are one piece. The last line may lack its end.</summary>
/// <param name="maxLineBytes">The longest line, its end included.</param>
public sealed class LineSplitter(int maxLineBytes) : UnitSplitter(maxLineBytes)
{
    private int _searched;

    protected override bool TryFind(out UnitPiece piece)
    {
        piece = default;
        var last = Bytes[_searched..].LastIndexOf((byte)'\n');
        var end = last >= 0 ? _searched + last + 1 : IsComplete ? Bytes.Length : Taken;
        // One line that is nearly too long may have come with others.
        if (end - Taken > MaxUnitBytes) end = Taken + Bytes[Taken..end].IndexOf((byte)'\n') + 1;
        var lineLength = end > Taken ? end - Taken : Bytes.Length - Taken;
        if (lineLength > MaxUnitBytes) return Refuse(Reasons.BodyTooLarge);
        _searched = end > Taken ? end : Bytes.Length;
        if (end == Taken) return false;
        piece = Take(end, inspect: true);
        return true;
    }

    protected override void Dropped(int count) => _searched -= count;
}

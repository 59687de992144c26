namespace TenantGateway.Core.Protection.Policies;

/// <summary>Elements of an array by their numbers (RFC 9535 sections 2.3.3 and 2.3.4), counted from the start: a stream does not know its end.</summary>
/// <param name="Start">The first, from 0 on.</param>
/// <param name="End">The one behind the last; null where there is no last.</param>
/// <param name="Step">From one to the next, at least 1.</param>
public readonly record struct ElementRange(int Start, int? End, int Step)
{
    /// <summary>The greatest number that a policy may write: of an element, a bound or a step.</summary>
    public const int MaxNumber = 1000;

    public static ElementRange One(int index) => new(index, index + 1, 1);

    public bool IsEmpty => End <= Start;

    public bool Contains(long index) => index >= Start && !(index >= End) && (index - Start) % Step == 0;

    /// <summary>Whether an element is in both.</summary>
    public bool Meets(ElementRange other)
    {
        // Where both have begun, everything repeats after as many elements as both steps together.
        var from = Math.Max(Start, other.Start);
        for (var index = from; index < from + (Step * other.Step); index++)
        {
            if (Contains(index) && other.Contains(index)) return true;
        }

        return false;
    }

    /// <summary>The same for every way of writing the same elements: <c>0</c>, <c>1:3</c>, <c>0::2</c>.</summary>
    public override string ToString()
    {
        if (End is not { } end) return Step == 1 ? $"{Start}:" : $"{Start}::{Step}";
        if (IsEmpty) return "0:0";
        var last = Start + ((end - 1 - Start) / Step * Step);
        if (last == Start) return $"{Start}";
        return Step == 1 ? $"{Start}:{end}" : $"{Start}:{last + 1}:{Step}";
    }
}

using System.Globalization;
using System.Text;
using TenantGateway.Core.Buffers;
using TenantGateway.Core.Protection.Policies;

namespace TenantGateway.Core.Content;

/// <summary>
/// Joins the answers to one search that was asked several times, once for each token of its value. Every row stands in the outcome exactly once
/// and byte for byte; everything else must be the same in all answers, and stays so. What cannot be joined exactly is not joined.
/// </summary>
public static class AnswerMerge
{
    /// <param name="answers">In the order in which they were asked for. A row in several of them was changed in between: its last state counts.</param>
    /// <param name="rule">What they hold.</param>
    /// <param name="output">Takes the joined answer.</param>
    /// <returns>Why they cannot be joined, for the operator; null where they were.</returns>
    public static string? Merge(IReadOnlyList<ReadOnlyMemory<byte>> answers, FanOutRule rule, ByteBuffer output)
    {
        var sketches = new List<RowSketch>();
        foreach (var answer in answers)
        {
            var sketch = RowSketch.Read(answer, rule, out var fault);
            if (fault is not null) return fault;
            sketches.Add(sketch);
        }

        var last = sketches[^1];
        if (sketches.Any(sketch => !AreAlikeAround(sketch, last))) return "the answers differ in something beside rows and counts";
        Write(sketches, last, output);
        return null;
    }

    private static void Write(List<RowSketch> sketches, RowSketch frame, ByteBuffer output)
    {
        var rows = Join(sketches);
        var at = 0;
        foreach (var (start, end) in HolesOf(frame))
        {
            output.Append(frame.Answer.Span[at..start]);
            if ((start, end) == frame.Array) WriteRows(rows, output);
            else output.Append(Encoding.ASCII.GetBytes(rows.Count.ToString(CultureInfo.InvariantCulture)));
            at = end;
        }

        output.Append(frame.Answer.Span[at..]);
    }

    private static void WriteRows(List<(RowSketch From, RowSketch.Row Row)> rows, ByteBuffer output)
    {
        for (var i = 0; i < rows.Count; i++)
        {
            if (i > 0) output.Append((byte)',');
            output.Append(rows[i].From.Answer.Span[rows[i].Row.Start..rows[i].Row.End]);
        }
    }

    // The rows of older answers first, each answer in its own order.
    private static List<(RowSketch From, RowSketch.Row Row)> Join(List<RowSketch> sketches)
    {
        var lastOf = new Dictionary<string, RowSketch>(StringComparer.Ordinal);
        foreach (var sketch in sketches)
        {
            foreach (var row in sketch.Rows) lastOf[row.Id] = sketch;
        }

        return [.. sketches.SelectMany(sketch => sketch.Rows.Where(row => lastOf[row.Id] == sketch).Select(row => (sketch, row)))];
    }

    private static bool AreAlikeAround(RowSketch one, RowSketch other)
    {
        var (left, right) = (HolesOf(one), HolesOf(other));
        var (atLeft, atRight) = (0, 0);
        for (var i = 0; i < left.Count; i++)
        {
            if ((left[i] == one.Array) != (right[i] == other.Array)) return false;
            if (!one.Answer.Span[atLeft..left[i].Start].SequenceEqual(other.Answer.Span[atRight..right[i].Start])) return false;
            (atLeft, atRight) = (left[i].End, right[i].End);
        }

        return one.Answer.Span[atLeft..].SequenceEqual(other.Answer.Span[atRight..]);
    }

    private static List<(int Start, int End)> HolesOf(RowSketch sketch) => [.. sketch.Counts.Append(sketch.Array).Order()];
}

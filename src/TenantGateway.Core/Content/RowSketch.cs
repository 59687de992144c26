using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using TenantGateway.Core.Protection.Policies;

namespace TenantGateway.Core.Content;

/// <summary>
/// Where the rows and counts of one answer lie (<see cref="FanOutRule"/>), and what lies around them. Reads offsets only, nothing is written again.
/// </summary>
internal sealed class RowSketch
{
    private readonly FanOutRule _rule;
    private readonly List<(int Start, int End)> _counts = [];
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
    private string? _fault;

    private RowSketch(ReadOnlyMemory<byte> answer, FanOutRule rule) => (Answer, _rule) = (answer, rule);

    public ReadOnlyMemory<byte> Answer { get; }

    /// <summary>The rows in their order, by what tells them apart.</summary>
    public List<Row> Rows { get; } = [];

    /// <summary>Between the brackets of the array of rows; negative where there is none.</summary>
    public (int Start, int End) Array { get; private set; } = (-1, -1);

    public IReadOnlyList<(int Start, int End)> Counts => _counts;

    /// <summary>Reads an answer.</summary>
    /// <param name="answer">One JSON document.</param>
    /// <param name="rule">What it should hold.</param>
    /// <param name="fault">Why it cannot be joined with another; null where it can.</param>
    public static RowSketch Read(ReadOnlyMemory<byte> answer, FanOutRule rule, out string? fault)
    {
        var sketch = new RowSketch(answer, rule);
        try
        {
            fault = sketch.Read();
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: half of a surrogate pair, which has no UTF-16 form.
            fault = "an answer is not well-formed JSON";
        }

        return sketch;
    }

    private string? Read()
    {
        var reader = new Utf8JsonReader(Answer.Span, new JsonReaderOptions { MaxDepth = JsonScanner.MaxDepth });
        reader.Read();
        ImmutableArray<Target> targets = [new Target(_rule.Items?.Steps ?? [], IsCount: false), .. _rule.Counts.Select(count => new Target(count.Steps, IsCount: true))];
        ReadValue(ref reader, targets);
        if (reader.Read() || _fault is not null) return _fault;
        if (Array.Start < 0) return "an answer has no array of rows";
        if (_counts.Count != _rule.Counts.Length) return "an answer lacks a count";
        _counts.Sort();
        foreach (var (start, end) in _counts)
        {
            if (!Answer.Span[start..end].SequenceEqual(Encoding.ASCII.GetBytes($"{Rows.Count}"))) return "a count is not the number of rows: the answer may be one page of several";
        }

        return null;
    }

    private void ReadValue(ref Utf8JsonReader reader, ImmutableArray<Target> targets)
    {
        if (targets.Any(target => target.Path.IsEmpty))
        {
            if (targets.Length > 1) _fault = "two paths name the same place";
            else if (targets[0].IsCount) ReadCount(ref reader);
            else ReadRows(ref reader);
        }
        else if (reader.TokenType == JsonTokenType.StartObject && !targets.IsEmpty)
        {
            ReadMembers(ref reader, targets);
        }
        else
        {
            reader.Skip();
        }
    }

    private void ReadMembers(ref Utf8JsonReader reader, ImmutableArray<Target> targets)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString() ?? "";
            var below = targets.Where(target => target.Path[0].Name == name).Select(target => target with { Path = target.Path[1..] }).ToImmutableArray();
            if (!below.IsEmpty && !seen.Add(name)) _fault = "an answer has a name twice";
            reader.Read();
            ReadValue(ref reader, below);
        }
    }

    private void ReadCount(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Number) _counts.Add(((int)reader.TokenStartIndex, (int)reader.BytesConsumed));
        else reader.Skip();
    }

    private void ReadRows(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return;
        }

        var start = (int)reader.BytesConsumed;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var rowStart = (int)reader.TokenStartIndex;
            var inside = reader;
            reader.Skip();
            var id = ReadId(ref inside, _rule.Id.Steps);
            if (id is null) _fault = "a row has no id that is a string or a number";
            else if (!_ids.Add(id)) _fault = "two rows of one answer have the same id";
            else Rows.Add(new Row(id, rowStart, (int)reader.BytesConsumed));
        }

        Array = (start, (int)reader.TokenStartIndex);
    }

    // A string and a number that look alike are two ids.
    private static string? ReadId(ref Utf8JsonReader reader, ImmutableArray<SelectorStep> path)
    {
        if (path.IsEmpty) return reader.TokenType switch
        {
            JsonTokenType.String => "s" + reader.GetString(),
            JsonTokenType.Number => "n" + Encoding.ASCII.GetString(reader.ValueSpan),
            _ => null,
        };
        if (reader.TokenType != JsonTokenType.StartObject) return null;
        string? id = null;
        var found = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isNext = reader.ValueTextEquals(path[0].Name);
            reader.Read();
            if (isNext && found) return null;
            var inside = reader;
            if (isNext) id = ReadId(ref inside, path[1..]);
            found |= isNext;
            reader.Skip();
        }

        return id;
    }

    /// <summary>A row, with the offsets of its first byte and of the one behind it.</summary>
    public readonly record struct Row(string Id, int Start, int End);

    private readonly record struct Target(ImmutableArray<SelectorStep> Path, bool IsCount);
}

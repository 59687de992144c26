using System.Text;
using System.Text.Json;

namespace TenantGateway.Core.Content;

/// <summary>A declared text of one event.</summary>
/// <param name="Stream">To which row of texts it belongs: its path, and which of several under way it is.</param>
/// <param name="Start">Of what lies between its quotes, in the event's data.</param>
/// <param name="Length">Bytes.</param>
internal readonly record struct EventText(string Stream, int Start, int Length);

/// <summary>
/// Finds the texts of an event by their concrete paths. Several rows of texts may be under way at once; what tells them apart, beside the path, is the number called <c>index</c> of the objects
/// on the way, as in the streams of language models (<c>choices[0].index</c>, the <c>index</c> of a content block).
/// </summary>
internal static class EventTexts
{
    /// <returns>In the order of the document; empty where it is none, which whoever scans it will say.</returns>
    public static List<EventText> Of(ReadOnlySpan<byte> document, FieldTrie fields)
    {
        var reader = new Utf8JsonReader(document, new JsonReaderOptions { MaxDepth = JsonScanner.MaxDepth });
        var texts = new List<(Level Around, string Path, int Start, int Length)>();
        var here = new Level(null, "$", FieldTrie.Root, fields.RuleAt(FieldTrie.Root), IsArray: false);
        try
        {
            while (reader.Read())
            {
                switch (reader.TokenType)
                {
                    case JsonTokenType.PropertyName:
                        here.Enter(reader.GetString() ?? "", fields);
                        break;
                    case JsonTokenType.StartObject or JsonTokenType.StartArray:
                        here = here.Below(fields, reader.TokenType == JsonTokenType.StartArray);
                        break;
                    case JsonTokenType.EndObject or JsonTokenType.EndArray:
                        here = here.Around ?? here;
                        break;
                    case JsonTokenType.Number when here.IsAtIndex && reader.TryGetInt64(out var index):
                        here.Index = index;
                        break;
                    case JsonTokenType.String:
                        var (state, rule, path) = here.Value(fields);
                        if (rule == FieldTrie.NoRule && fields.IsText(state) && !reader.ValueIsEscaped) texts.Add((here, path, (int)reader.TokenStartIndex + 1, reader.ValueSpan.Length));
                        break;
                }
            }
        }
        catch (JsonException)
        {
            return [];
        }

        return [.. texts.Select(text => new EventText(text.Around.StreamOf(text.Path), text.Start, text.Length))];
    }

    private sealed record Level(Level? Around, string Path, int State, short Rule, bool IsArray)
    {
        private int _member = State;
        private short _rule = Rule;
        private string _name = "";
        private ulong _elements;

        public long? Index { get; set; }

        public bool IsAtIndex => !IsArray && _name == "index";

        public void Enter(string name, FieldTrie fields)
        {
            _name = name;
            fields.Follow(State, Encoding.UTF8.GetBytes(name), out _member);
            _rule = RuleAt(_member, fields);
        }

        public Level Below(FieldTrie fields, bool isArray)
        {
            var (state, rule, path) = Value(fields);
            return new Level(this, path, state, rule, isArray);
        }

        public (int State, short Rule, string Path) Value(FieldTrie fields)
        {
            if (Around is null && _name.Length == 0 && !IsArray) return (State, Rule, Path);
            if (!IsArray) return (_member, _rule, $"{Path}.{_name}");
            var at = _elements++;
            var state = fields.CountsElements(State) ? fields.Element(State, at) : fields.Other(State);
            return (state, RuleAt(state, fields), $"{Path}[{at}]");
        }

        public string StreamOf(string path)
        {
            var stream = new StringBuilder(path);
            for (var level = this; level is not null; level = level.Around) stream.Append('#').Append(level.Index);
            return stream.ToString();
        }

        private short RuleAt(int state, FieldTrie fields) => fields.RuleAt(state) is var rule && rule != FieldTrie.NoRule ? rule : Rule;
    }
}

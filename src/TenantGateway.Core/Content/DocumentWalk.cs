using System.Text;
using System.Text.Json;
using TenantGateway.Core.Buffers;

namespace TenantGateway.Core.Content;

/// <summary>
/// Walks over the values of a document that are no objects and no arrays, and knows where each stands. For what is seldom, as it allocates: a scan finds the same places without.
/// </summary>
/// <param name="document">JSON.</param>
/// <param name="fields">The places that a policy names.</param>
internal ref struct DocumentWalk(ReadOnlySpan<byte> document, FieldTrie fields)
{
    private readonly FieldTrie _fields = fields;
    private Utf8JsonReader _reader = new(document, new JsonReaderOptions { MaxDepth = JsonScanner.MaxDepth + 2 });

    /// <summary>What the value lies in directly; null for a document that is a value itself.</summary>
    public WalkLevel? Around { get; private set; }

    /// <summary>Where it is to the policy.</summary>
    public WalkPlace Place { get; private set; } = WalkPlace.Root(fields);

    public readonly JsonTokenType Kind => _reader.TokenType;

    /// <summary>Where it begins, the quote of a string.</summary>
    public readonly int Start => (int)_reader.TokenStartIndex;

    /// <summary>Without the quotes.</summary>
    public readonly int Length => _reader.ValueSpan.Length;

    public readonly bool IsEscaped => _reader.ValueIsEscaped;

    /// <summary>Goes to the next value, or to the name or value that begins at a place.</summary>
    /// <param name="stopAt">The place; none where it is left out.</param>
    /// <returns>False at the end.</returns>
    /// <exception cref="JsonException">It is no document.</exception>
    public bool Next(int stopAt = int.MaxValue)
    {
        while (_reader.Read())
        {
            switch (_reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    Around?.Enter(Name());
                    break;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    Around = Around?.Around;
                    break;
                case JsonTokenType.StartObject or JsonTokenType.StartArray:
                    Around = new WalkLevel(Around, Around?.Value(_fields) ?? WalkPlace.Root(_fields), _reader.TokenType == JsonTokenType.StartArray);
                    break;
                default:
                    Place = Around?.Value(_fields) ?? WalkPlace.Root(_fields);
                    if (Around is { IsAtIndex: true } object_ && _reader.TokenType == JsonTokenType.Number && _reader.TryGetInt64(out var index)) object_.Index = index;
                    return true;
            }

            if (Start >= stopAt) return true;
        }

        return false;
    }

    // Whoever walks may come before anybody has looked at the characters.
    private readonly string Name()
    {
        if (!_reader.ValueIsEscaped) return Encoding.UTF8.GetString(_reader.ValueSpan);
        using var unescaped = Scratch.Rent(_reader.ValueSpan.Length);
        var length = JsonText.Unescape(_reader.ValueSpan, unescaped.Span);
        return length < 0 ? ShownNames.Hidden : Encoding.UTF8.GetString(unescaped.Span[..length]);
    }

    /// <summary>The path to the value.</summary>
    /// <param name="isShown">Whether it is for people: names that may be shown, and <c>[*]</c> for elements. Else it is exact.</param>
    public readonly string PathOf(bool isShown)
    {
        var path = new StringBuilder();
        for (var level = Around; level is not null; level = level.Around) path.Insert(0, level.StepOf(isShown));
        return path.Insert(0, '$').ToString();
    }
}

/// <summary>What a policy says of a place.</summary>
/// <param name="State">Of the <see cref="FieldTrie"/>.</param>
/// <param name="Rule">That covers it.</param>
/// <param name="IsPlain">Whether it holds no personal data.</param>
internal readonly record struct WalkPlace(int State, short Rule, bool IsPlain)
{
    public static WalkPlace Root(FieldTrie fields) => new(FieldTrie.Root, fields.RuleAt(FieldTrie.Root), fields.IsPlain(FieldTrie.Root));

    public WalkPlace At(int state, FieldTrie fields) => new(state, fields.RuleAt(state) is var rule && rule != FieldTrie.NoRule ? rule : Rule, IsPlain || fields.IsPlain(state));
}

/// <summary>An object or array on the way.</summary>
internal sealed class WalkLevel(WalkLevel? around, WalkPlace place, bool isArray)
{
    private string _name = "";
    private ulong _elements;

    public WalkLevel? Around => around;

    /// <summary>The number that the object calls <c>index</c>, once it was read.</summary>
    public long? Index { get; set; }

    public bool IsAtIndex => !isArray && _name == "index";

    public void Enter(string name) => _name = name;

    /// <summary>The place of the next value in it.</summary>
    public WalkPlace Value(FieldTrie fields)
    {
        if (!isArray)
        {
            fields.Follow(place.State, Encoding.UTF8.GetBytes(_name), out var member);
            return place.At(member, fields);
        }

        var at = _elements++;
        return place.At(fields.CountsElements(place.State) ? fields.Element(place.State, at) : fields.Other(place.State), fields);
    }

    public string StepOf(bool isShown) => isArray ? isShown ? "[*]" : $"[{_elements}]" : $".{(isShown ? ShownNames.Of(_name) : _name)}";
}

using System.Runtime.CompilerServices;
using System.Text.Json;

namespace TenantGateway.Authentication;

/// <summary>
/// The members of one JSON object, read once in a way that leaves no two parsers of different opinion: names are compared unescaped and may not
/// repeat, nothing may follow the object. Values stay where they are. A malformed text is a <see cref="JsonException"/> or, for half of a
/// surrogate pair, an <see cref="InvalidOperationException"/>; whoever reads untrusted text catches both.
/// </summary>
internal ref struct JsonMembers
{
    public const int MaxMembers = 64;
    private const int MaxDepth = 16;

    private readonly ReadOnlySpan<byte> _json;
    private readonly Span<byte> _names;
    private MemberTable _members;
    private int _count;

    /// <param name="json">Valid UTF-8.</param>
    /// <param name="names">Takes the unescaped names: at least as long as the text.</param>
    public JsonMembers(ReadOnlySpan<byte> json, Span<byte> names)
    {
        _json = json;
        _names = names;
    }

    public TokenDefect Read()
    {
        var reader = new Utf8JsonReader(_json, new JsonReaderOptions { MaxDepth = MaxDepth });
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject) return TokenDefect.NotAnObject;
        var used = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (_count == MaxMembers) return TokenDefect.TooManyNames;
            var length = reader.CopyString(_names[used..]);
            if (IndexOf(_names.Slice(used, length)) >= 0) return TokenDefect.DuplicateName;
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            var kind = reader.TokenType;
            reader.Skip();
            _members[_count++] = new MemberEntry(used, length, start, (int)reader.BytesConsumed - start, kind);
            used += length;
        }

        // Throws where anything but white space follows.
        reader.Read();
        return TokenDefect.None;
    }

    public readonly bool Has(scoped ReadOnlySpan<byte> name) => IndexOf(name) >= 0;

    /// <summary>The value of that name; its kind is <see cref="JsonTokenType.None"/> where there is none.</summary>
    public readonly JsonMember this[scoped ReadOnlySpan<byte> name] =>
        IndexOf(name) is var i and >= 0 ? new JsonMember(_members[i].Kind, _json.Slice(_members[i].ValueStart, _members[i].ValueLength)) : default;

    private readonly int IndexOf(scoped ReadOnlySpan<byte> name)
    {
        for (var i = 0; i < _count; i++)
        {
            if (name.SequenceEqual(_names.Slice(_members[i].NameStart, _members[i].NameLength))) return i;
        }

        return -1;
    }

    private readonly record struct MemberEntry(int NameStart, int NameLength, int ValueStart, int ValueLength, JsonTokenType Kind);

    [InlineArray(MaxMembers)]
    private struct MemberTable
    {
        private MemberEntry _first;
    }
}

using System.Buffers;
using System.Globalization;
using System.Text;

namespace TenantGateway.Core.Audit;

/// <summary>
/// Writes JSON in the canonical form of RFC 8785, for objects whose members the caller names in the order of that form (ascending UTF-16
/// code units; held by a check) and whose values are strings, integers below 2^53 and arrays of those and of objects. One writer may write one value after the other.
/// </summary>
internal sealed class CanonicalJsonWriter
{
    // RFC 8785 3.2.2.3 takes numbers as IEEE 754 doubles: beyond this they lose digits.
    private const long MaxInteger = (1L << 53) - 1;

    private const int MaxDigits = 17;

    private const int MaxDepth = 8;

    private static readonly SearchValues<char> Escaped = SearchValues.Create([.. Enumerable.Range(0, ' ').Select(c => (char)c), '"', '\\']);

    // UTF-8 of a UTF-16 code unit, and the longest escape of one.
    private const int MostBytesEach = 6;

    private byte[] _bytes = new byte[1024];
    private int _length;

    // The last name of each object that is open.
    private readonly string?[] _lastNames = new string?[MaxDepth];
    private int _depth;
    private bool _needsComma;

    /// <summary>What was written since <see cref="Reset"/>; until the next write.</summary>
    internal ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    /// <summary>Begins anew; what was written is zeroed.</summary>
    internal void Reset()
    {
        _bytes.AsSpan(0, _length).Clear();
        _length = 0;
        _depth = 0;
        _needsComma = false;
    }

    internal void BeginObject()
    {
        Separate();
        Open();
    }

    internal void BeginObject(string name)
    {
        Name(name);
        Open();
    }

    internal void EndObject()
    {
        _depth--;
        End((byte)'}');
    }

    internal void BeginArray(string name)
    {
        Name(name);
        Begin((byte)'[');
    }

    /// <summary>A string in an array.</summary>
    internal void Item(string value)
    {
        Separate();
        Text(value);
        _needsComma = true;
    }

    internal void EndArray() => End((byte)']');

    internal void Member(string name, string value)
    {
        Name(name);
        Text(value);
        _needsComma = true;
    }

    internal void Member(string name, long value)
    {
        if (value is > MaxInteger or < -MaxInteger) throw new ArgumentOutOfRangeException(nameof(value), value, "Canonical JSON holds integers below 2^53.");
        Name(name);
        value.TryFormat(Room(MaxDigits), out var written, default, CultureInfo.InvariantCulture);
        _length += written;
        _needsComma = true;
    }

    /// <summary>A string of characters that are ASCII and need no escape.</summary>
    internal void PlainMember(string name, ReadOnlySpan<byte> ascii)
    {
        Name(name);
        Byte((byte)'"');
        ascii.CopyTo(Room(ascii.Length));
        _length += ascii.Length;
        Byte((byte)'"');
        _needsComma = true;
    }

    internal void OptionalMember(string name, string? value)
    {
        if (value is not null) Member(name, value);
    }

    internal void OptionalMember(string name, long? value)
    {
        if (value is { } number) Member(name, number);
    }

    internal byte[] ToArray() => Written.ToArray();

    private void Open()
    {
        if (_depth == MaxDepth) throw new InvalidOperationException($"No more than {MaxDepth} objects lie in each other.");
        _lastNames[_depth++] = null;
        Begin((byte)'{');
    }

    private void Name(string name)
    {
        if (_depth == 0) throw new InvalidOperationException("A member lies in an object.");
        ref var last = ref _lastNames[_depth - 1];
        if (string.CompareOrdinal(last, name) >= 0) throw new InvalidOperationException($"Member {name} must come before {last} (RFC 8785 section 3.2.3).");
        last = name;
        Separate();
        Text(name);
        Byte((byte)':');
        _needsComma = false;
    }

    // Half a surrogate pair becomes U+FFFD: what a client sends must not be able to stop the record of it.
    private void Text(ReadOnlySpan<char> value)
    {
        var room = Room(value.Length * MostBytesEach + 2);
        room[0] = (byte)'"';
        var written = 1;
        for (int special; (special = value.IndexOfAny(Escaped)) >= 0; value = value[(special + 1)..])
        {
            written += Encoding.UTF8.GetBytes(value[..special], room[written..]);
            written += Escape(value[special], room[written..]);
        }

        written += Encoding.UTF8.GetBytes(value, room[written..]);
        room[written] = (byte)'"';
        _length += written + 1;
    }

    // RFC 8785 section 3.2.2.2: the two-character escapes where JSON has them, \u00xx in lower case for the other controls, nothing else escaped.
    private static int Escape(char c, Span<byte> room) => Encoding.ASCII.GetBytes(
        c switch
        {
            '\b' => "\\b",
            '\t' => "\\t",
            '\n' => "\\n",
            '\f' => "\\f",
            '\r' => "\\r",
            '"' => "\\\"",
            '\\' => "\\\\",
            _ => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
        },
        room);

    private void Begin(byte bracket)
    {
        Byte(bracket);
        _needsComma = false;
    }

    private void End(byte bracket)
    {
        Byte(bracket);
        _needsComma = true;
    }

    private void Separate()
    {
        if (_needsComma) Byte((byte)',');
    }

    private void Byte(byte value)
    {
        Room(1)[0] = value;
        _length++;
    }

    // What is behind what was written. What is outgrown is zeroed as well.
    private Span<byte> Room(int bytes)
    {
        if (_bytes.Length - _length < bytes)
        {
            var larger = new byte[Math.Max(_bytes.Length * 2, _length + bytes)];
            Written.CopyTo(larger);
            _bytes.AsSpan(0, _length).Clear();
            _bytes = larger;
        }

        return _bytes.AsSpan(_length);
    }
}

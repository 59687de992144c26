using System.Buffers;
using System.Globalization;
using System.Text;

namespace TenantGateway.Core.Audit;

/// <summary>
/// Writes JSON in the canonical form of RFC 8785, for objects whose members the caller names in the order of that form (ascending UTF-16
/// code units; held by a check) and whose values are strings and integers below 2^53.
/// </summary>
internal sealed class CanonicalJsonWriter
{
    // RFC 8785 3.2.2.3 takes numbers as IEEE 754 doubles: beyond this they lose digits.
    private const long MaxInteger = (1L << 53) - 1;

    private readonly ArrayBufferWriter<byte> _bytes = new(512);
    private readonly Stack<string?> _lastNames = new();
    private bool _needsComma;

    internal void BeginObject()
    {
        Separate();
        _lastNames.Push(null);
        Begin((byte)'{');
    }

    internal void BeginObject(string name)
    {
        Name(name);
        _lastNames.Push(null);
        Begin((byte)'{');
    }

    internal void EndObject()
    {
        _lastNames.Pop();
        End((byte)'}');
    }

    internal void BeginArray(string name)
    {
        Name(name);
        Begin((byte)'[');
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
        Ascii(value.ToString(CultureInfo.InvariantCulture));
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

    internal byte[] ToArray() => _bytes.WrittenSpan.ToArray();

    private void Name(string name)
    {
        var last = _lastNames.Pop();
        if (string.CompareOrdinal(last, name) >= 0) throw new InvalidOperationException($"Member {name} must come before {last} (RFC 8785 section 3.2.3).");
        _lastNames.Push(name);
        Separate();
        Text(name);
        Byte((byte)':');
        _needsComma = false;
    }

    private void Text(string value)
    {
        Byte((byte)'"');
        var plain = 0;
        for (var i = 0; i < value.Length; i++)
        {
            if (value[i] >= ' ' && value[i] is not ('"' or '\\')) continue;
            Utf8(value.AsSpan(plain, i - plain));
            Escape(value[i]);
            plain = i + 1;
        }

        Utf8(value.AsSpan(plain));
        Byte((byte)'"');
    }

    // RFC 8785 section 3.2.2.2: the two-character escapes where JSON has them, \u00xx in lower case for the other controls, nothing else escaped.
    private void Escape(char c) => Ascii(c switch
    {
        '\b' => "\\b",
        '\t' => "\\t",
        '\n' => "\\n",
        '\f' => "\\f",
        '\r' => "\\r",
        '"' => "\\\"",
        '\\' => "\\\\",
        _ => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
    });

    // Half a surrogate pair becomes U+FFFD: what a client sends must not be able to stop the record of it.
    private void Utf8(ReadOnlySpan<char> text) => Encoding.UTF8.GetBytes(text, _bytes);

    private void Ascii(string text) => Encoding.ASCII.GetBytes(text, _bytes);

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
        _bytes.GetSpan(1)[0] = value;
        _bytes.Advance(1);
    }
}

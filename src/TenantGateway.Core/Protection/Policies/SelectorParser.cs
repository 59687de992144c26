using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace TenantGateway.Core.Protection.Policies;

/// <summary>
/// Reads the subset of RFC 9535 that policies use: child names and wildcards. What else the RFC has is refused by its name, so that
/// nobody mistakes a selector that selects nothing for one that protects. Each method answers null, or what is wrong.
/// </summary>
internal ref struct SelectorParser(string text)
{
    private readonly string _text = text;
    private int _at;

    public string? Parse(out ImmutableArray<SelectorStep> steps)
    {
        steps = [];
        if (!_text.StartsWith('$')) return "A selector starts with $.";
        _at = 1;

        var found = ImmutableArray.CreateBuilder<SelectorStep>();
        while (_at < _text.Length)
        {
            if (found.Count == Selector.MaxSteps) return $"The selector has more than {Selector.MaxSteps} steps.";
            var problem = Current == '.' ? ReadDotted(out var step) : Current == '[' ? ReadBracketed(out step) : Unexpected(out step);
            if (problem is not null) return problem;
            found.Add(step);
        }

        if (found.Count == 0) return "The selector names nothing below $.";
        steps = found.ToImmutable();
        return null;
    }

    /// <summary>The character to read, or NUL, which no production accepts, at the end.</summary>
    private readonly char Current => _at < _text.Length ? _text[_at] : '\0';

    // RFC 9535 section 2.5.1: member-name-shorthand and wildcard
    private string? ReadDotted(out SelectorStep step)
    {
        step = default;
        _at++;
        if (Current == '.') return "Descendants (..) are not supported.";
        if (Current == '*')
        {
            _at++;
            return null;
        }

        var start = _at;
        if (IsNameFirst(Current)) _at++;
        while (_at > start && (IsNameFirst(Current) || char.IsAsciiDigit(Current))) _at++;
        if (_at == start) return $"A name is expected at character {Position}; one that starts otherwise than with a letter or _ is written ['name'].";
        if (Current == '-') return $"A name with a hyphen (character {Position}) is written ['name-with-hyphen'].";
        return Accept(_text[start.._at], out step);
    }

    // RFC 9535 section 2.3: one selector in brackets
    private string? ReadBracketed(out SelectorStep step)
    {
        step = default;
        _at++;
        string? problem = null;
        if (Current == '*') _at++;
        else if (Current is '\'' or '"') problem = ReadQuoted(out step);
        else return UnsupportedInBrackets();
        if (problem is not null) return problem;
        if (Current == ',') return "Several selectors in one pair of brackets are not supported; give several paths.";
        if (Current != ']') return $"A closing bracket is expected at character {Position}.";
        _at++;
        return null;
    }

    private readonly string UnsupportedInBrackets()
    {
        var length = _text.AsSpan(_at).IndexOf(']');
        var inside = length < 0 ? _text.AsSpan(_at) : _text.AsSpan(_at, length);
        if (Current == '?') return "Filters ([?...]) are not supported.";
        if (inside.Contains(':')) return "Slices ([1:3]) are not supported; [*] selects every element.";
        if (Current == '-' || char.IsAsciiDigit(Current)) return "Indices ([0]) are not supported; [*] selects every element.";
        return $"A quoted name or * is expected at character {Position}.";
    }

    // RFC 9535 section 2.3.1.1: string-literal
    private string? ReadQuoted(out SelectorStep step)
    {
        step = default;
        var quote = Current;
        var name = new StringBuilder();
        for (_at++; _at < _text.Length && Current != quote; _at++)
        {
            if (Current < ' ') return $"The control character at position {Position} must be escaped.";
            if (Current != '\\') name.Append(Current);
            else if (!TryReadEscape(quote, out var c)) return $"The escape at character {Position} is not one of RFC 9535.";
            else name.Append(c);
        }

        if (_at == _text.Length) return "The quoted name has no end.";
        _at++;
        return Accept(name.ToString(), out step);
    }

    /// <summary>Stops at the last character of the escape.</summary>
    private bool TryReadEscape(char quote, out char c)
    {
        _at++;
        c = Current switch
        {
            'b' => '\b',
            'f' => '\f',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            '/' or '\\' => Current,
            var q when q == quote => q,
            _ => '\0',
        };
        if (c != '\0') return true;
        if (Current != 'u' || !TryReadHex(out c)) return false;
        _at += 4;
        return true;
    }

    private readonly bool TryReadHex(out char c)
    {
        c = '\0';
        if (_text.Length - _at <= 4 || !ushort.TryParse(_text.AsSpan(_at + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit)) return false;
        c = (char)unit;
        return true;
    }

    private static string? Accept(string name, out SelectorStep step)
    {
        step = new SelectorStep(name);
        if (name.Contains('\0')) return "A name with NUL is refused in traffic and never matches.";
        if (HasLoneSurrogate(name)) return "A name holds half of a surrogate pair.";
        return Encoding.UTF8.GetByteCount(name) > SelectorStep.MaxNameBytes ? $"A name is longer than {SelectorStep.MaxNameBytes} bytes of UTF-8." : null;
    }

    private readonly string Unexpected(out SelectorStep step)
    {
        step = default;
        return char.IsWhiteSpace(Current) ? $"White space (character {Position}) is not supported." : $"A dot or an opening bracket is expected at character {Position}.";
    }

    private readonly int Position => _at + 1;

    private static bool IsNameFirst(char c) => char.IsAsciiLetter(c) || c == '_' || c >= '\u0080';

    private static bool HasLoneSurrogate(string name)
    {
        for (var i = 0; i < name.Length; i++)
        {
            if (!char.IsSurrogate(name[i])) continue;
            if (!char.IsSurrogatePair(name, i)) return true;
            i++;
        }

        return false;
    }
}

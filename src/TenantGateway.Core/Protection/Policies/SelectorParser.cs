using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace TenantGateway.Core.Protection.Policies;

/// <summary>
/// Reads the part of RFC 9535 that policies use: all of it but filters and what is counted from the end. What is left out is refused by its name, so that
/// nobody mistakes a selector that selects nothing for one that protects. Each method answers null, or what is wrong.
/// </summary>
internal ref struct SelectorParser(string text)
{
    private const string FromTheEnd = "What is counted from the end ([-1]) is not supported: the end of an array is not known when its elements are read.";

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
            if (ReadStep(out var step) is { } problem) return problem;
            found.Add(step);
        }

        if (found.Count == 0) return "The selector names nothing below $.";
        steps = found.ToImmutable();
        return null;
    }

    /// <summary>The character to read, or NUL, which no production accepts, at the end.</summary>
    private readonly char Current => _at < _text.Length ? _text[_at] : '\0';

    // RFC 9535 section 2.5: child-segment and descendant-segment
    private string? ReadStep(out SelectorStep step)
    {
        step = default;
        var choices = ImmutableArray.CreateBuilder<StepChoice>();
        var isDescendant = _text.AsSpan(_at).StartsWith("..");
        if (isDescendant) _at += 2;
        else if (Current == '.') _at++;
        else if (Current != '[') return Unexpected();
        var isBracketed = Current == '[' && (isDescendant || _text[_at - 1] != '.');
        var problem = isBracketed ? ReadBracketed(choices) : ReadShorthand(choices);
        if (problem is null) step = new SelectorStep(choices.ToImmutable(), isDescendant);
        return problem;
    }

    // RFC 9535 section 2.5.1: member-name-shorthand and wildcard
    private string? ReadShorthand(ImmutableArray<StepChoice>.Builder choices)
    {
        if (Current == '*')
        {
            _at++;
            choices.Add(new StepChoice(null));
            return null;
        }

        var start = _at;
        if (IsNameFirst(Current)) _at++;
        while (_at > start && (IsNameFirst(Current) || char.IsAsciiDigit(Current))) _at++;
        if (_at == start) return $"A name is expected at character {Position}; one that starts otherwise than with a letter or _ is written ['name'].";
        if (Current == '-') return $"A name with a hyphen (character {Position}) is written ['name-with-hyphen'].";
        return Accept(_text[start.._at], choices);
    }

    // RFC 9535 section 2.5.1: bracketed-selection
    private string? ReadBracketed(ImmutableArray<StepChoice>.Builder choices)
    {
        do
        {
            _at++;
            SkipBlanks();
            if (choices.Count == SelectorStep.MaxChoices) return $"A pair of brackets holds more than {SelectorStep.MaxChoices} selectors.";
            if (ReadChoice(choices) is { } problem) return problem;
            SkipBlanks();
        }
        while (Current == ',');

        if (Current != ']') return $"A closing bracket is expected at character {Position}.";
        _at++;
        return null;
    }

    private string? ReadChoice(ImmutableArray<StepChoice>.Builder choices)
    {
        if (Current is '\'' or '"') return ReadQuoted(choices);
        if (Current is '-' or ':' || char.IsAsciiDigit(Current)) return ReadElements(choices);
        if (Current == '?') return "Filters ([?...]) are not supported.";
        if (Current != '*') return $"A quoted name, a number or * is expected at character {Position}.";
        _at++;
        choices.Add(new StepChoice(null));
        return null;
    }

    // RFC 9535 sections 2.3.3.1 and 2.3.4.1: index-selector and slice-selector
    private string? ReadElements(ImmutableArray<StepChoice>.Builder choices)
    {
        if (ReadNumber(out var start) is { } wrongStart) return wrongStart;
        SkipBlanks();
        if (Current != ':')
        {
            choices.Add(new StepChoice(null, ElementRange.One(start ?? 0)));
            return null;
        }

        if (ReadBehindColon(out var end) is { } wrongEnd) return wrongEnd;
        int? step = null;
        if (Current == ':' && ReadBehindColon(out step) is { } wrongStep) return wrongStep == FromTheEnd ? "A slice goes forward: its step is 1 or more." : wrongStep;
        if (step == 0) return "A slice goes forward: its step is 1 or more.";
        choices.Add(new StepChoice(null, new ElementRange(start ?? 0, end, step ?? 1)));
        return null;
    }

    private string? ReadBehindColon(out int? number)
    {
        _at++;
        SkipBlanks();
        var problem = ReadNumber(out number);
        SkipBlanks();
        return problem;
    }

    private string? ReadNumber(out int? number)
    {
        number = null;
        if (Current == '-') return FromTheEnd;
        var start = _at;
        while (char.IsAsciiDigit(Current)) _at++;
        var digits = _text.AsSpan(start, _at - start);
        if (digits.IsEmpty) return null;
        if (digits is ['0', _, ..]) return $"The number at character {start + 1} has a zero in front.";
        if (!int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var value) || value > ElementRange.MaxNumber)
            return $"The number at character {start + 1} is above {ElementRange.MaxNumber}.";
        number = value;
        return null;
    }

    // RFC 9535 section 2.1.1: S
    private void SkipBlanks()
    {
        while (Current is ' ' or '\t' or '\n' or '\r') _at++;
    }

    // RFC 9535 section 2.3.1.1: string-literal
    private string? ReadQuoted(ImmutableArray<StepChoice>.Builder choices)
    {
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
        return Accept(name.ToString(), choices);
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

    private static string? Accept(string name, ImmutableArray<StepChoice>.Builder choices)
    {
        choices.Add(new StepChoice(name));
        if (name.Contains('\0')) return "A name with NUL is refused in traffic and never matches.";
        if (HasLoneSurrogate(name)) return "A name holds half of a surrogate pair.";
        return Encoding.UTF8.GetByteCount(name) > SelectorStep.MaxNameBytes ? $"A name is longer than {SelectorStep.MaxNameBytes} bytes of UTF-8." : null;
    }

    private readonly string Unexpected() =>
        char.IsWhiteSpace(Current) ? $"White space (character {Position}) is not supported." : $"A dot or an opening bracket is expected at character {Position}.";

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

using TenantGateway.Core.Access;
using TenantGateway.Core.Buffers;
using TenantGateway.Core.Detection;
using TenantGateway.Core.Protection.Policies;
using TenantGateway.Core.Tokens;

namespace TenantGateway.Core.Content;

/// <summary>
/// Finds personal data in texts, by rules and by the values that are protected elsewhere in the same document, and adds each place as a value of its class. Texts are looked through once
/// the document is known as a whole. The name of a member counts as words in front of its text: <c>{"dateOfBirth":"1985-03-12"}</c> says what it is.
/// </summary>
/// <remarks>Kept from unit to unit; holds no data between two.</remarks>
internal sealed class ProseFinder
{
    /// <summary>A shorter number is none of what is looked for.</summary>
    public const int LeastDigits = 7;

    private const int MostOfName = 64;

    private readonly List<TextPlace> _places = [];
    private readonly List<FieldSpan> _found = [];
    private readonly List<short> _knownRules = [];
    private readonly Findings _findings = new();
    private readonly KnownValues _known = new();
    private readonly WorkBudget _budget = new(WorkBudget.StepsOfABody);

    /// <summary>Makes the instance ready for the next unit, or for the next document of one.</summary>
    public void Reset()
    {
        ForgetDocument();
        _budget.Renew();
    }

    /// <summary>Takes down a text of the document that is being scanned.</summary>
    public void Add(TextPlace place) => _places.Add(place);

    /// <summary>Looks through what was taken down.</summary>
    /// <param name="document">In which it lies.</param>
    /// <param name="offset">Where the document lies in its unit.</param>
    /// <param name="plan">What is looked for.</param>
    /// <param name="unit">Holds the spans of the document from <paramref name="first"/> on, and takes those that are found.</param>
    /// <param name="first">The number of the document's first span.</param>
    public void FindIn(ReadOnlySpan<byte> document, int offset, ContentPlan plan, UnitScan unit, int first)
    {
        if (_places.Count == 0 || unit.Refused is not null) return;
        if (plan.Operation == PlanOperation.Protect) RememberValues(document, offset, unit.SpansFrom(first));
        foreach (var place in _places)
        {
            Find(document, offset, place, plan, unit);
            if (unit.Refused is not null) break;
        }

        if (unit.Refused is null) unit.Insert(first, _found);
        Reset();
    }

    /// <summary>Looks through a string of a document that lies in a string: what it holds cannot be written apart there, so the whole string is taken.</summary>
    /// <param name="text">Unescaped.</param>
    /// <param name="name">Of its member, as it is written.</param>
    /// <param name="place">The whole of it.</param>
    /// <param name="plan">What is looked for.</param>
    /// <param name="unit">Takes what is found.</param>
    public void FindWhole(ReadOnlySpan<byte> text, ReadOnlySpan<byte> name, in FieldSpan place, ContentPlan plan, UnitScan unit)
    {
        if (plan.Recognition is not { } recognition || !TryScan(text, name, known: null, unit, out var before)) return;
        foreach (ref readonly var finding in _findings.Span)
        {
            if (RuleOf(finding, text, before, recognition) is var rule && rule == FieldTrie.NoRule) continue;
            if (recognition.Refuses) unit.Refuse(Reasons.PersonalDataFound);
            else unit.Add(place with { Rule = finding.Length == text.Length ? rule : recognition.FreeText });
            return;
        }
    }

    /// <summary>Looks through the value of a field of a form, or of a part, and adds what is found.</summary>
    /// <param name="text">Decoded.</param>
    /// <param name="raw">As it is written.</param>
    /// <param name="name">Of the field, decoded.</param>
    /// <param name="start">Where the value begins in its unit.</param>
    /// <param name="coding">How it is written.</param>
    /// <param name="recognition">What is looked for.</param>
    /// <param name="unit">Takes what is found.</param>
    public void FindInField(ReadOnlySpan<byte> text, ReadOnlySpan<byte> raw, ReadOnlySpan<byte> name, int start, SpanCoding coding, Recognition recognition, UnitScan unit)
    {
        if (!TryScan(text, name, known: null, unit, out var before)) return;
        var mapped = (0, 0);
        foreach (ref readonly var finding in _findings.Span)
        {
            if (RuleOf(finding, text, before, recognition) is var rule && rule == FieldTrie.NoRule) continue;
            if (recognition.Refuses)
            {
                unit.Refuse(Reasons.PersonalDataFound);
                return;
            }

            var (from, to) = (finding.Start - before, finding.End - before);
            if (coding == SpanCoding.Percent) (from, to) = (PercentEncoding.FindEncoded(raw, ref mapped, from), PercentEncoding.FindEncoded(raw, ref mapped, to));
            unit.Add(new FieldSpan(start + from, to - from, rule, FieldSpanKind.Value, default) { Coding = coding });
        }
    }

    /// <summary>Whether a text holds anything that is looked for.</summary>
    public bool HoldsAny(ReadOnlySpan<byte> text, ReadOnlySpan<byte> name, Recognition recognition, UnitScan unit)
    {
        if (!TryScan(text, name, known: null, unit, out var before)) return false;
        foreach (ref readonly var finding in _findings.Span)
        {
            if (RuleOf(finding, text, before, recognition) != FieldTrie.NoRule) return true;
        }

        return false;
    }

    // In prose a value is found where it is repeated word for word.
    private void RememberValues(ReadOnlySpan<byte> document, int offset, ReadOnlySpan<FieldSpan> spans)
    {
        foreach (ref readonly var span in spans)
        {
            if (span.Kind != FieldSpanKind.Value || span.Coding != SpanCoding.Json) continue;
            var literal = document.Slice(span.Start - offset, span.Length);
            if (literal[0] != '"') continue;
            using var unescaped = Scratch.Rent(literal.Length);
            var length = JsonText.Unescape(literal[1..^1], unescaped.Span);
            if (_known.TryAdd(unescaped.Span[..length], out var known) && known == _knownRules.Count) _knownRules.Add(span.Rule);
        }
    }

    private void Find(ReadOnlySpan<byte> document, int offset, TextPlace place, ContentPlan plan, UnitScan unit)
    {
        var raw = document.Slice(place.Start, place.Length);
        if (!raw.Contains((byte)'\\'))
        {
            Find(document, raw, raw, offset, place, plan, unit);
            return;
        }

        using var unescaped = Scratch.Rent(raw.Length);
        Find(document, unescaped.Span[..JsonText.Unescape(raw, unescaped.Span)], raw, offset, place, plan, unit);
    }

    private void Find(ReadOnlySpan<byte> document, ReadOnlySpan<byte> text, ReadOnlySpan<byte> raw, int offset, TextPlace place, ContentPlan plan, UnitScan unit)
    {
        if (plan.Recognition is not { } recognition || !TryScan(text, NameAt(document, place.Name), _known, unit, out var before)) return;
        var mapped = (0, 0);
        foreach (ref readonly var finding in _findings.Span)
        {
            if (RuleOf(finding, text, before, recognition) is var rule && rule == FieldTrie.NoRule) continue;
            if (recognition.Refuses)
            {
                unit.Refuse(Reasons.PersonalDataFound, UnlistedPaths.Of(document, place.TokenStart, plan.Fields));
                return;
            }

            if (place.IsNumber)
            {
                _found.Add(new FieldSpan(offset + place.Start, place.Length, rule, FieldSpanKind.Value, default) { Coding = SpanCoding.Json });
                return;
            }

            var from = JsonText.FindEscaped(raw, ref mapped, finding.Start - before);
            var to = JsonText.FindEscaped(raw, ref mapped, finding.End - before);
            _found.Add(new FieldSpan(offset + place.Start + from, to - from, rule, FieldSpanKind.Value, default) { Coding = SpanCoding.InString });
        }
    }

    // What lies in the name of its member is none, nor is a stored value in the clothes of an address.
    private short RuleOf(in Finding finding, ReadOnlySpan<byte> text, int before, Recognition recognition)
    {
        if (finding.Start < before || (finding.Kind == PersonalDataKind.Email && EmailShape.LiesInZone(text[(finding.Start - before)..(finding.End - before)]))) return FieldTrie.NoRule;
        return finding.Kind == PersonalDataKind.KnownValue ? _knownRules[finding.Known] : recognition.RuleOf(finding.Kind);
    }

    // The words of the name, a colon and the text, so that what is found lies behind all of the name.
    private bool TryScan(ReadOnlySpan<byte> text, ReadOnlySpan<byte> name, KnownValues? known, UnitScan unit, out int before)
    {
        before = 0;
        _findings.Reset();
        if (!ProseDetector.MayHoldSomething(text) && known is not { Count: > 0 }) return false;
        if (name.Length > MostOfName) name = default;
        using var scratch = Scratch.Rent((2 * name.Length) + 2 + text.Length);
        if (!name.IsEmpty)
        {
            before = WordsOf(name, scratch.Span);
            scratch.Span[before++] = (byte)':';
            scratch.Span[before++] = (byte)' ';
        }

        text.CopyTo(scratch.Span[before..]);
        if (ProseDetector.TryScan(scratch.Span[..(before + text.Length)], known, _budget, _findings)) return true;
        unit.Refuse(Reasons.TooMuchToRecognize);
        return false;
    }

    // dateOfBirth and date_of_birth are words to whoever reads them.
    private static int WordsOf(ReadOnlySpan<byte> name, Span<byte> words)
    {
        var length = 0;
        for (var i = 0; i < name.Length; i++)
        {
            var c = name[i];
            if (i > 0 && char.IsAsciiLetterUpper((char)c) && char.IsAsciiLetterLower((char)name[i - 1])) words[length++] = (byte)' ';
            words[length++] = c is (byte)'_' or (byte)'-' or (byte)'.' ? (byte)' ' : c;
        }

        return length;
    }

    /// <summary>The name that begins there, as it is written; empty for none, and for one with escapes.</summary>
    public static ReadOnlySpan<byte> NameAt(ReadOnlySpan<byte> document, int start)
    {
        if (start < 0) return default;
        var rest = document[(start + 1)..];
        var end = rest.IndexOf((byte)'"');
        var name = rest[..end];
        return name.Contains((byte)'\\') ? default : name;
    }

    private void ForgetDocument()
    {
        _places.Clear();
        _found.Clear();
        if (_known.Count > 0) _known.Clear();
        _knownRules.Clear();
        _findings.Reset();
    }
}

/// <summary>A text that is looked through when its document has been read.</summary>
/// <param name="Start">Of what lies between its quotes, or of a number.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Name">Where the name of its member begins, the quote; negative for none.</param>
/// <param name="IsNumber">Whether it is a number.</param>
internal readonly record struct TextPlace(int Start, int Length, int Name, bool IsNumber)
{
    public int TokenStart => IsNumber ? Start : Start - 1;
}

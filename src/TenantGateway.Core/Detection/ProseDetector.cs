using System.Buffers;
using TenantGateway.Core.Tokens;

namespace TenantGateway.Core.Detection;

/// <summary>
/// Finds personal data inside prose by rules: everything of <see cref="PersonalDataKind"/>. Names and places are not found by rules.
/// </summary>
/// <remarks>
/// One pass from left to right. All that is found holds a digit or an <c>@</c>, so the processor's widest registers skip to the next of them; there a few bytes to
/// both sides are read, by hand-written matchers that never go back. The work at a place has a bound, the number of places a <see cref="WorkBudget"/>, so no text
/// takes more than linear time. Nothing is allocated once <see cref="Findings"/> has grown. Tokens and handles of this gateway are passed over.
/// <para>A miss is possible and a mistake, too: what is found is evidence, what is not found is not thereby safe.</para>
/// </remarks>
public static class ProseDetector
{
    private static readonly SearchValues<byte> Triggers = SearchValues.Create("0123456789@"u8);

    /// <summary>Whether a text holds a character at which something that rules know could be: most do not.</summary>
    public static bool MayHoldSomething(ReadOnlySpan<byte> text) => text.ContainsAny(Triggers);

    /// <summary>Finds what the rules know and, where they are given, the values that are known from elsewhere in the document.</summary>
    /// <param name="text">UTF-8, decoded: without the escapes of a carrier. Invalid UTF-8 is read as what belongs to no word.</param>
    /// <param name="known">Values to find wherever they stand as whole words, or null.</param>
    /// <param name="budget">What may still be spent on the body that the text is part of.</param>
    /// <param name="findings">Cleared, then filled by place without overlaps.</param>
    /// <returns>False where the budget was used up: the findings are not all, and the body must be refused.</returns>
    public static bool TryScan(ReadOnlySpan<byte> text, KnownValues? known, WorkBudget budget, Findings findings)
    {
        findings.Reset();
        if (!TryScanRules(text, budget, findings)) return false;
        if (known is not null && !known.TryScan(text, budget, findings)) return false;
        findings.Resolve();
        return true;
    }

    private static bool TryScanRules(ReadOnlySpan<byte> text, WorkBudget budget, Findings findings)
    {
        for (var at = 0; ;)
        {
            var skip = text[at..].IndexOfAny(Triggers);
            if (skip < 0) return true;
            at += skip;
            if (!budget.TrySpend()) return false;
            if (text[at] != '@')
            {
                at = ScanNumber(text, at, findings);
                continue;
            }

            if (EmailDetector.TryFind(text, at, out var email)) findings.Add(email);
            at++;
        }
    }

    /// <summary>Tries what starts with digits, what is checked best first, and returns where to go on.</summary>
    private static int ScanNumber(ReadOnlySpan<byte> text, int at, Findings findings)
    {
        if (IsToken(text, at, out var end)) return end;
        var groups = DigitGroups.Read(text, at);
        if (IbanDetector.TryFind(text, at, out var finding)
            || NationalIdDetector.TryFindPan(text, at, out finding)
            || IpAddressDetector.TryFind(text, at, out finding)
            || NationalIdDetector.TryFindSsn(text, groups, out finding)
            || NationalIdDetector.TryFindAadhaar(text, groups, printed: true, out finding)
            || PaymentCardDetector.TryFind(text, groups, out finding)
            || NationalIdDetector.TryFindAadhaar(text, groups, printed: false, out finding))
        {
            findings.Add(finding);
            return finding.End;
        }

        if (DateDetector.TryFind(text, groups, out end, out finding, out var isBirth))
        {
            if (isBirth) findings.Add(finding);
            return end;
        }

        if (!PhoneDetector.TryFind(text, groups, out finding)) return groups[0].End;
        findings.Add(finding);
        return finding.End;
    }

    // The 1 of pn1. or hn1. is the first digit of a token.
    private static bool IsToken(ReadOnlySpan<byte> text, int at, out int end)
    {
        end = 0;
        if (text[at] != '1' || at < 2 || text[at - 1] != 'n' || !TokenHeader.TryRead(text[(at - 2)..], out var header)) return false;
        end = Math.Min(text.Length, at - 2 + header.TokenLength);
        return true;
    }
}

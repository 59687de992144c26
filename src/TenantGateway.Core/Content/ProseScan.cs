using TenantGateway.Core.Access;
using TenantGateway.Core.Protection.Policies;
using TenantGateway.Core.Tokens;

namespace TenantGateway.Core.Content;

/// <summary>
/// Finds tokens inside a string of prose: stored ones that are to be revealed, or handles that a caller has put among other words. A token says where it ends, so that it is found whatever
/// stands around it.
/// </summary>
internal static class ProseScan
{
    /// <summary>Looks through a text.</summary>
    /// <param name="text">Unescaped.</param>
    /// <param name="raw">The same as it stands between the quotes.</param>
    /// <param name="start">Where that begins in the unit.</param>
    /// <param name="plan">What is looked for.</param>
    /// <param name="unit">Takes the outcome.</param>
    public static void Scan(ReadOnlySpan<byte> text, ReadOnlySpan<byte> raw, int start, ContentPlan plan, UnitScan unit)
    {
        var ofCaller = plan is { Operation: PlanOperation.Protect, FromCaller: true };
        if (ofCaller && TokenSearch.HoldsStoredToken(text)) unit.Refuse(Reasons.StoredTokenInRequest);
        else if (ofCaller && text.IndexOf(MaskMarker.Utf8) >= 0) unit.Refuse(Reasons.MaskedValue);
        else if (ofCaller) Find(text, raw, start, TokenHeader.HandleFamily, FieldSpanKind.Handle, unit);
        else if (plan.Operation == PlanOperation.Reveal) Find(text, raw, start, TokenHeader.StoredFamily, FieldSpanKind.StoredToken, unit);
    }

    private static void Find(ReadOnlySpan<byte> text, ReadOnlySpan<byte> raw, int start, ReadOnlySpan<byte> family, FieldSpanKind kind, UnitScan unit)
    {
        var mapped = (0, 0);
        for (var at = 0; unit.Refused is null; at++)
        {
            var found = text[at..].IndexOf(family);
            if (found < 0) return;
            at += found;
            var rest = text[at..];
            if (!TokenHeader.TryRead(rest, out var token) || token.TokenLength > rest.Length || rest[..token.TokenLength].IndexOfAnyExcept(TokenSearch.Characters) >= 0)
            {
                if (!IsMeantAsToken(rest, family)) continue;
                // The rest of one that was cut is no value; a caller may have stored it in place of one.
                if (kind == FieldSpanKind.Handle) unit.Refuse(Reasons.InvalidHandle);
                else unit.DamagedTokens++;
                continue;
            }

            var from = JsonText.FindEscaped(raw, ref mapped, at);
            var to = JsonText.FindEscaped(raw, ref mapped, at + token.TokenLength);
            unit.Add(new FieldSpan(start + from, to - from, FieldTrie.NoRule, kind, token) { Coding = SpanCoding.InString });
            at += token.TokenLength - 1;
        }
    }

    private static bool IsMeantAsToken(ReadOnlySpan<byte> rest, ReadOnlySpan<byte> family) =>
        family.SequenceEqual(TokenHeader.StoredFamily) ? StartsStored(rest) : StartsHandle(rest);

    private static bool StartsStored(ReadOnlySpan<byte> rest) => TokenSearch.HoldsStoredToken(rest[..Math.Min(rest.Length, TokenHeader.Length)]);

    private static bool StartsHandle(ReadOnlySpan<byte> rest) => TokenSearch.HoldsHandle(rest[..Math.Min(rest.Length, TokenHeader.Length)]);
}

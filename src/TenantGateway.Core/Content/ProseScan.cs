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
        else if (ofCaller) FindHandles(text, raw, start, unit);
        else if (plan.Operation == PlanOperation.Reveal) FindStored(text, raw, start, unit);
    }

    private static void FindStored(ReadOnlySpan<byte> text, ReadOnlySpan<byte> raw, int start, UnitScan unit)
    {
        var mapped = (0, 0);
        for (var at = 0; unit.Refused is null && StoredTokenAt.Next(text[at..]) is >= 0 and var found;)
        {
            at += found;
            var rest = text[at..];
            if (StoredTokenAt.TryRead(rest, out var token, out var length) && IsOfTokens(rest[..length], token.Kind))
            {
                Add(raw, start, at, length, FieldSpanKind.StoredToken, token, ref mapped, unit);
                at += length;
                continue;
            }

            if (StoredTokenAt.IsMeant(rest, out _)) unit.DamagedTokens++;
            at += StoredTokenAt.Step;
        }
    }

    private static void FindHandles(ReadOnlySpan<byte> text, ReadOnlySpan<byte> raw, int start, UnitScan unit)
    {
        var mapped = (0, 0);
        for (var at = 0; unit.Refused is null && text[at..].IndexOf(TokenHeader.HandleFamily) is >= 0 and var found; at++)
        {
            at += found;
            var rest = text[at..];
            if (TokenHeader.TryRead(rest, out var handle) && handle.TokenLength <= rest.Length && IsOfTokens(rest[..handle.TokenLength], handle.Kind))
            {
                Add(raw, start, at, handle.TokenLength, FieldSpanKind.Handle, handle, ref mapped, unit);
                at += handle.TokenLength - 1;
            }
            else if (TokenSearch.HoldsHandle(rest[..Math.Min(rest.Length, TokenHeader.Length)]))
            {
                // The rest of one that was cut is no value; a caller may have stored it in place of one.
                unit.Refuse(Reasons.InvalidHandle);
            }
        }
    }

    private static bool IsOfTokens(ReadOnlySpan<byte> token, TokenKind kind) => kind == TokenKind.EmailShape || token.IndexOfAnyExcept(TokenSearch.Characters) < 0;

    private static void Add(ReadOnlySpan<byte> raw, int start, int at, int length, FieldSpanKind kind, in TokenHeader token, ref (int Escaped, int Plain) mapped, UnitScan unit)
    {
        var from = JsonText.FindEscaped(raw, ref mapped, at);
        var to = JsonText.FindEscaped(raw, ref mapped, at + length);
        unit.Add(new FieldSpan(start + from, to - from, FieldTrie.NoRule, kind, token) { Coding = SpanCoding.InString });
    }
}

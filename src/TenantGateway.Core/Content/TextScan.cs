using TenantGateway.Core.Access;
using TenantGateway.Core.Protection.Policies;
using TenantGateway.Core.Tokens;

namespace TenantGateway.Core.Content;

/// <summary>Tells what a text is at its place, whatever it lies in: a value, a token, a handle, or something for which the unit is refused.</summary>
internal static class TextScan
{
    /// <summary>Looks at a text.</summary>
    /// <param name="text">Decoded.</param>
    /// <param name="place">Where it lies, as a value.</param>
    /// <param name="plan">What is looked for.</param>
    /// <param name="unit">Takes the outcome.</param>
    public static void Scan(ReadOnlySpan<byte> text, in FieldSpan place, ContentPlan plan, UnitScan unit)
    {
        if (plan.Operation == PlanOperation.Reveal) ScanToReveal(text, place, unit);
        else if (plan.FromCaller) ScanOfCaller(text, place, unit);
        else if (place.Rule != FieldTrie.NoRule && !TokenSearch.TryReadWhole(text, out _) && !PseudonymToken.TryRead(text, out _)) unit.Add(place);
    }

    /// <summary>Looks at a text that is known to hold no token.</summary>
    public static void ScanTokenless(ReadOnlySpan<byte> text, in FieldSpan place, ContentPlan plan, UnitScan unit)
    {
        if (place.Rule == FieldTrie.NoRule) return;
        if (plan is { Operation: PlanOperation.Protect, FromCaller: true }) AddValue(text, place, unit);
        else if (plan.Operation == PlanOperation.Reveal || !PseudonymToken.TryRead(text, out _)) unit.Add(place);
    }

    /// <summary>Adds a pseudonym. A text that only holds one is none: stored as a value it would stand for the one that it was made of.</summary>
    public static void AddPseudonym(ReadOnlySpan<byte> text, in FieldSpan place, UnitScan unit)
    {
        if (PseudonymToken.TryRead(text, out var keyId)) unit.Add(place with { Kind = FieldSpanKind.Pseudonym, Token = new TokenHeader(TokenKind.None, keyId, 0) });
        else unit.Refuse(Reasons.InvalidPseudonym, place.Rule);
    }

    private static void AddValue(ReadOnlySpan<byte> text, in FieldSpan place, UnitScan unit)
    {
        if (text.IndexOf(MaskMarker.Utf8) >= 0) unit.Refuse(Reasons.MaskedValue, place.Rule);
        else if (IsStump(text)) unit.Refuse(Reasons.InvalidHandle, place.Rule);
        else if (PseudonymToken.Holds(text)) AddPseudonym(text, place, unit);
        else unit.Add(place);
    }

    private static void ScanOfCaller(ReadOnlySpan<byte> text, in FieldSpan place, UnitScan unit)
    {
        if (TokenSearch.HoldsStoredToken(text)) unit.Refuse(Reasons.StoredTokenInRequest, place.Rule);
        else if (TokenSearch.HoldsHandle(text)) AddHandle(text, place, unit);
        else if (place.Rule != FieldTrie.NoRule) AddValue(text, place, unit);
    }

    private static void AddHandle(ReadOnlySpan<byte> text, in FieldSpan place, UnitScan unit)
    {
        var isWhole = TokenHeader.TryRead(text, out var handle) && handle.TokenLength == text.Length;
        if (!isWhole || place.Rule == FieldTrie.NoRule) unit.Refuse(Reasons.InvalidHandle, place.Rule);
        else unit.Add(place with { Kind = FieldSpanKind.Handle, Token = handle });
    }

    // The front of a handle, cut before its key id ends: stored as a value it would replace the one it stood for.
    private static bool IsStump(ReadOnlySpan<byte> text) =>
        text.StartsWith(TokenHeader.HandleFamily) && text.IndexOfAnyExcept(TokenSearch.Characters) < 0;

    private static void ScanToReveal(ReadOnlySpan<byte> text, in FieldSpan place, UnitScan unit)
    {
        var isCovered = place.Rule != FieldTrie.NoRule;
        if (!text.StartsWith(TokenHeader.StoredFamily) && !text.StartsWith(EmailShape.Family))
        {
            if (isCovered) unit.Add(place);
        }
        else if (TokenSearch.TryReadWhole(text, out var token))
        {
            unit.Add(place with { Kind = FieldSpanKind.StoredToken, Token = token });
        }
        else if (IsDamaged(text, isCovered))
        {
            unit.DamagedTokens++;
        }
        else if (isCovered)
        {
            unit.Add(place);
        }
    }

    // At a covered place only what no caller could have sent as a value counts as a damaged token, which passes as it is.
    private static bool IsDamaged(ReadOnlySpan<byte> text, bool isCovered) =>
        text.StartsWith(EmailShape.Family)
            ? EmailShape.IsMeant(text) && text.IndexOfAnyExcept(EmailShape.Characters) < 0
            : text.IndexOfAnyExcept(TokenSearch.Characters) < 0 && (!isCovered || TokenSearch.HoldsStoredToken(text));
}

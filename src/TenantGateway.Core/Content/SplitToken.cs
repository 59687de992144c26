using TenantGateway.Core.Tokens;

namespace TenantGateway.Core.Content;

/// <summary>Tells a stored token whose end is still to come.</summary>
internal static class SplitToken
{
    /// <summary>How many of the last bytes of a text may be the beginning of a stored token; 0 for none.</summary>
    public static int OpenEnd(ReadOnlySpan<byte> text)
    {
        var family = TokenHeader.StoredFamily;
        // No body holds a dot, so the last one that begins is the only one that may still go on.
        if (text.LastIndexOf(family) is >= 0 and var at && Judge(text[at..]) == SplitState.Open) return text.Length - at;
        for (var length = family.Length - 1; length > 0; length--)
        {
            if (text.EndsWith(family[..length])) return length;
        }

        return 0;
    }

    /// <summary>Whether a text is a whole token and what follows it, the beginning of one, or none.</summary>
    public static SplitState Judge(ReadOnlySpan<byte> text)
    {
        var family = TokenHeader.StoredFamily;
        if (!text.StartsWith(family[..Math.Min(text.Length, family.Length)])) return SplitState.None;
        if (TokenHeader.TryRead(text, out var token))
        {
            var length = Math.Min(text.Length, token.TokenLength);
            if (text[..length].IndexOfAnyExcept(TokenSearch.Characters) >= 0 || text[TokenHeader.Length..length].Contains((byte)'.')) return SplitState.None;
            return text.Length < token.TokenLength ? SplitState.Open : SplitState.Whole;
        }

        return text.Length < TokenHeader.Length && IsHead(text) ? SplitState.Open : SplitState.None;
    }

    // Completed with what every token may have there it must be a head.
    private static bool IsHead(ReadOnlySpan<byte> text)
    {
        Span<byte> head = stackalloc byte[TokenHeader.Length];
        "pn1.aaaaaa.r001"u8.CopyTo(head);
        text.CopyTo(head);
        return TokenHeader.TryRead(head, out _);
    }
}

internal enum SplitState
{
    None,
    Open,
    Whole,
}

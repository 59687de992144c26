using TenantGateway.Core.Tokens;

namespace TenantGateway.Core.Content;

/// <summary>Tells a stored token, or an email shape, whose end is still to come.</summary>
internal static class SplitToken
{
    /// <summary>What tokens and shapes begin with.</summary>
    public static ReadOnlySpan<byte> Front => "pn1"u8;

    /// <summary>How many of the last bytes of a text may be the beginning of a stored token or shape; 0 for none.</summary>
    public static int OpenEnd(ReadOnlySpan<byte> text)
    {
        while (text.IndexOf(Front) is >= 0 and var at)
        {
            text = text[at..];
            switch (Judge(text, out var length))
            {
                case SplitState.Open: return text.Length;
                case SplitState.Whole: text = text[length..]; break;
                default: text = text[1..]; break;
            }
        }

        for (var length = Math.Min(Front.Length - 1, text.Length); length > 0; length--)
        {
            if (text.EndsWith(Front[..length])) return length;
        }

        return 0;
    }

    /// <summary>Whether a text is a whole token or shape and what follows it, the beginning of one, or none.</summary>
    /// <param name="text">As it is written.</param>
    /// <param name="length">Of what is whole.</param>
    public static SplitState Judge(ReadOnlySpan<byte> text, out int length)
    {
        length = 0;
        if (!text.StartsWith(Front[..Math.Min(text.Length, Front.Length)])) return SplitState.None;
        if (text.Length <= Front.Length) return SplitState.Open;
        return text[Front.Length] == '.' ? JudgeToken(text, out length) : JudgeShape(text, out length);
    }

    private static SplitState JudgeToken(ReadOnlySpan<byte> text, out int length)
    {
        length = 0;
        if (!TokenHeader.TryRead(text, out var token)) return text.Length < TokenHeader.Length && IsHead(text) ? SplitState.Open : SplitState.None;
        length = Math.Min(text.Length, token.TokenLength);
        if (text[..length].IndexOfAnyExcept(TokenSearch.Characters) >= 0 || text[TokenHeader.Length..length].Contains((byte)'.')) return SplitState.None;
        return text.Length < token.TokenLength ? SplitState.Open : SplitState.Whole;
    }

    private static SplitState JudgeShape(ReadOnlySpan<byte> text, out int length) =>
        EmailShape.TryReadFront(text, out _, out length) ? SplitState.Whole : EmailShape.IsBeginning(text) ? SplitState.Open : SplitState.None;

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

namespace TenantGateway.Core.Detection;

/// <summary>Looks for words near a place: what is a date or a row of digits alone becomes a birth or a phone number by the words around it.</summary>
internal static class Context
{
    public const int Window = 40;

    private const int MaxWindow = 48;

    /// <summary>True where one of the words ends within the window before a place, at most one line above it.</summary>
    public static bool IsBefore(ReadOnlySpan<byte> text, int at, ContextWord[] words, int window = Window) => DistanceBefore(text, at, words, window) < int.MaxValue;

    /// <summary>Bytes between the nearest of the words and the place after it; <see cref="int.MaxValue"/> where there is none.</summary>
    public static int DistanceBefore(ReadOnlySpan<byte> text, int at, ContextWord[] words, int window = Window)
    {
        Span<byte> buffer = stackalloc byte[MaxWindow];
        var near = Lower(text[Math.Max(0, at - window)..at], buffer);
        var line = near.LastIndexOf((byte)'\n');
        if (line > 0) near = near[(near[..line].LastIndexOf((byte)'\n') + 1)..];
        var nearest = int.MaxValue;
        var letters = ContextWord.LettersOf(near);
        foreach (ref readonly var word in words.AsSpan())
        {
            if ((word.Letters & ~letters) != 0) continue;
            var end = LastWord(near, word.Text);
            if (end >= 0) nearest = Math.Min(nearest, near.Length - end);
        }

        return nearest;
    }

    /// <summary>True where one of the words starts within the window behind a place, on the same line.</summary>
    public static bool IsAfter(ReadOnlySpan<byte> text, int at, ContextWord[] words, int window)
    {
        Span<byte> buffer = stackalloc byte[MaxWindow];
        var near = Lower(text[at..Math.Min(text.Length, at + window)], buffer);
        var line = near.IndexOf((byte)'\n');
        if (line >= 0) near = near[..line];
        var letters = ContextWord.LettersOf(near);
        foreach (ref readonly var word in words.AsSpan())
        {
            if ((word.Letters & ~letters) == 0 && LastWord(near, word.Text) >= 0) return true;
        }

        return false;
    }

    /// <summary>True where the text is the word, whatever the case of its ASCII letters.</summary>
    public static bool Is(ReadOnlySpan<byte> text, ReadOnlySpan<byte> word)
    {
        Span<byte> buffer = stackalloc byte[MaxWindow];
        return text.Length == word.Length && Lower(text, buffer).SequenceEqual(word);
    }

    /// <summary>Where the last occurrence of a whole word ends, or -1.</summary>
    private static int LastWord(ReadOnlySpan<byte> near, ReadOnlySpan<byte> word)
    {
        for (var rest = near; ;)
        {
            var at = rest.LastIndexOf(word);
            if (at < 0) return -1;
            var end = at + word.Length;
            if ((at == 0 || !IsLetter(near[at - 1])) && (end == near.Length || !IsLetter(near[end]))) return end;
            rest = near[..(end - 1)];
        }
    }

    private static Span<byte> Lower(ReadOnlySpan<byte> text, Span<byte> buffer)
    {
        for (var i = 0; i < text.Length; i++) buffer[i] = (uint)(text[i] - 'A') <= 'Z' - 'A' ? (byte)(text[i] | 0x20) : text[i];
        return buffer[..text.Length];
    }

    private static bool IsLetter(byte character) => character >= 0x80 || Edge.IsLetter(character);
}

using System.Buffers;
using System.Text;

namespace TenantGateway.Core.Detection;

/// <summary>Whether a word goes on at an edge of a finding. Letters and digits of every script count; what is no UTF-8 counts as neither.</summary>
internal static class Edge
{
    /// <summary>True where the character before <paramref name="at"/> belongs to a word.</summary>
    public static bool IsWordBefore(ReadOnlySpan<byte> text, int at)
    {
        if (at == 0) return false;
        var last = text[at - 1];
        if (last < 0x80) return IsAsciiWord(last);
        return Rune.DecodeLastFromUtf8(text[..at], out var rune, out _) == OperationStatus.Done && Rune.IsLetterOrDigit(rune);
    }

    /// <summary>True where the character at <paramref name="at"/> belongs to a word.</summary>
    public static bool IsWordAfter(ReadOnlySpan<byte> text, int at)
    {
        if (at >= text.Length) return false;
        if (text[at] < 0x80) return IsAsciiWord(text[at]);
        return Rune.DecodeFromUtf8(text[at..], out var rune, out _) == OperationStatus.Done && Rune.IsLetterOrDigit(rune);
    }

    /// <summary>True where a decimal fraction or a longer dotted or dashed number goes on: a separator, then a digit.</summary>
    public static bool NumberGoesOn(ReadOnlySpan<byte> text, int at) =>
        at + 1 < text.Length && (text[at] is (byte)'.' or (byte)'-' or (byte)',' or (byte)'/') && IsDigit(text[at + 1]);

    public static bool IsDigit(byte character) => (uint)(character - '0') <= 9;

    public static bool IsLetter(byte character) => (uint)((character | 0x20) - 'a') <= 'z' - 'a';

    private static bool IsAsciiWord(byte character) => IsDigit(character) || IsLetter(character) || character == '_';
}

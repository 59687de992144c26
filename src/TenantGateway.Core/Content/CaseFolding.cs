using System.Text;

namespace TenantGateway.Core.Content;

/// <summary>
/// Compares names the way the most forgiving binder might: simple case folding, and the letters whose upper or lower case is ASCII in some
/// libraries (U+017F, U+212A, U+0130, U+0131). Used to refuse names, never to accept them. Ends at the first difference, so that long names
/// cost nothing.
/// </summary>
internal static class CaseFolding
{
    public static bool AreEqual(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        while (!left.IsEmpty && !right.IsEmpty)
        {
            Rune.DecodeFromUtf8(left, out var a, out var lengthOfA);
            Rune.DecodeFromUtf8(right, out var b, out var lengthOfB);
            if (a != b && Fold(a) != Fold(b)) return false;
            left = left[lengthOfA..];
            right = right[lengthOfB..];
        }

        return left.IsEmpty && right.IsEmpty;
    }

    private static Rune Fold(Rune rune) => rune.Value switch
    {
        0x017F => new Rune('S'),
        0x212A => new Rune('K'),
        0x0130 or 0x0131 => new Rune('I'),
        _ => Rune.ToUpperInvariant(rune),
    };
}

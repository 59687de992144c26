using System.Text;

namespace TenantGateway.Core.Content;

/// <summary>
/// Compares names the way the most forgiving JSON binder might: simple case folding, and the letters whose upper or lower case is ASCII in some
/// libraries (U+017F, U+212A, U+0130, U+0131). Used to refuse names, never to accept them.
/// </summary>
internal static class CaseFolding
{
    public static bool AreEqual(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) =>
        string.Equals(Fold(left), Fold(right), StringComparison.OrdinalIgnoreCase);

    private static string Fold(ReadOnlySpan<byte> utf8) =>
        Encoding.UTF8.GetString(utf8)
            .Replace('\u017F', 's')
            .Replace('\u212A', 'k')
            .Replace('\u0130', 'i')
            .Replace('\u0131', 'i');
}

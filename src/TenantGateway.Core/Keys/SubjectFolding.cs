using System.Text;
using TenantGateway.Core.Buffers;

namespace TenantGateway.Core.Keys;

/// <summary>
/// Brings the spellings of one identifying value to one: without white space around it and in lower case (invariant). Nothing is done that depends on the machine, such as
/// normalization, which the runtime leaves to a library that is not everywhere: the same value must give the same pseudonym for years.
/// </summary>
internal static class SubjectFolding
{
    /// <param name="value">UTF-8.</param>
    /// <param name="folded">Takes the folded value at its front.</param>
    /// <returns>Its length.</returns>
    public static int Fold(ReadOnlySpan<byte> value, ref Scratch folded)
    {
        if (!Ascii.IsValid(value)) return FoldText(value, ref folded);
        value = value[Ascii.Trim(value)];
        folded.EnsureCapacity(value.Length);
        Ascii.ToLower(value, folded.Span, out var written);
        return written;
    }

    private static int FoldText(ReadOnlySpan<byte> value, ref Scratch folded)
    {
        var text = Encoding.UTF8.GetString(value).ToLowerInvariant().Trim();
        folded.EnsureCapacity(Encoding.UTF8.GetMaxByteCount(text.Length));
        return Encoding.UTF8.GetBytes(text, folded.Span);
    }
}

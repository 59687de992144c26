using System.Buffers;

namespace TenantGateway.Edge.HeaderValues;

/// <summary>A token, such as the name of a header (RFC 9110 section 5.6.2).</summary>
internal static class HeaderToken
{
    private static readonly SearchValues<char> Characters =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    public static bool Is(ReadOnlySpan<char> text) => !text.IsEmpty && !text.ContainsAnyExcept(Characters);
}

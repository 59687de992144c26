using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Unicode;

namespace TenantGateway.Admin;

/// <summary>
/// Why something is changed: the one <c>X-Reason</c> header, percent-encoded UTF-8 (RFC 3986 section 2.1), because a header holds ASCII only.
/// 1 to 500 characters once decoded, none of them a control character, not all of them white space.
/// </summary>
internal static class ChangeReason
{
    public const string Header = "X-Reason";
    public const int MaxLength = 500;

    public static bool TryRead(IHeaderDictionary headers, [NotNullWhen(true)] out string? reason)
    {
        reason = null;
        if (headers[Header] is not [{ Length: > 0 } encoded] || !TryDecode(encoded, out var bytes)) return false;
        if (!Utf8.IsValid(bytes)) return false;
        var text = Encoding.UTF8.GetString(bytes);
        if (!IsReason(text)) return false;
        reason = text;
        return true;
    }

    /// <summary>Whether a text is one, however it came.</summary>
    public static bool IsReason([NotNullWhen(true)] string? text) => !string.IsNullOrWhiteSpace(text) && text.EnumerateRunes().Count() <= MaxLength && !text.Any(char.IsControl);

    private static bool TryDecode(string encoded, out byte[] bytes)
    {
        bytes = [];
        var decoded = new List<byte>(encoded.Length);
        for (var i = 0; i < encoded.Length; i++)
        {
            if (encoded[i] is < ' ' or > '~') return false;
            if (encoded[i] != '%')
            {
                decoded.Add((byte)encoded[i]);
                continue;
            }

            if (i + 2 >= encoded.Length || !char.IsAsciiHexDigit(encoded[i + 1]) || !char.IsAsciiHexDigit(encoded[i + 2])) return false;
            decoded.Add(Convert.FromHexString(encoded.AsSpan(i + 1, 2))[0]);
            i += 2;
        }

        bytes = [.. decoded];
        return true;
    }
}

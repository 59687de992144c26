using System.Buffers;
using System.Net;

namespace TenantGateway.Core.Detection;

/// <summary>IPv4 addresses in dotted decimal and IPv6 addresses (RFC 4291 section 2.2) that hold a digit; those without one are hardly told from code.</summary>
internal static class IpAddressDetector
{
    private const int MaxLength = 45;

    private static readonly SearchValues<byte> Characters = SearchValues.Create("0123456789abcdefABCDEF:."u8);

    /// <param name="text">The whole text.</param>
    /// <param name="at">A digit that no digit precedes.</param>
    /// <param name="finding">The address.</param>
    public static bool TryFind(ReadOnlySpan<byte> text, int at, out Finding finding) => TryFindV6(text, at, out finding) || TryFindV4(text, at, out finding);

    private static bool TryFindV4(ReadOnlySpan<byte> text, int at, out Finding finding)
    {
        finding = default;
        var end = at;
        for (var part = 0; part < 4; part++)
        {
            if (part > 0 && (end >= text.Length || text[end++] != '.')) return false;
            var (start, value) = (end, 0);
            while (end < text.Length && end - start < 4 && Edge.IsDigit(text[end])) value = (value * 10) + text[end++] - '0';
            if (end == start || value > 255 || (end - start > 1 && text[start] == '0') || end - start > 3) return false;
        }

        if (Edge.IsWordBefore(text, at) || Edge.IsWordAfter(text, end) || (Edge.NumberGoesOn(text, end) && text[end] == '.') || IsInsideNumber(text, at)) return false;
        if (Context.IsBefore(text, at, ContextWords.Versions, window: 12)) return false;
        finding = new Finding(PersonalDataKind.IpAddress, at, end - at);
        return true;
    }

    private static bool TryFindV6(ReadOnlySpan<byte> text, int at, out Finding finding)
    {
        finding = default;
        var start = at;
        while (start > 0 && at - start <= MaxLength && Characters.Contains(text[start - 1])) start--;
        var length = text[start..Math.Min(text.Length, start + MaxLength + 1)].IndexOfAnyExcept(Characters);
        var address = length < 0 ? text[start..Math.Min(text.Length, start + MaxLength + 1)] : text.Slice(start, length);
        // The full stop of a sentence, and the colon of a list.
        address = address.TrimEnd((byte)'.');
        if (address.Length > 2 && address[^1] == ':' && address[^2] != ':') address = address[..^1];
        if (address.Length is < 3 or > MaxLength || address.Count((byte)':') < 2) return false;
        if (Edge.IsWordBefore(text, start) || Edge.IsWordAfter(text, start + address.Length) || !IPAddress.IsValidUtf8(address)) return false;
        // a1::b2 is code: an abbreviated address starts with :: or with a group of three digits or more.
        if (address.IndexOf((byte)':') is 1 or 2 && address.Count((byte)':') < 7) return false;
        finding = new Finding(PersonalDataKind.IpAddress, start, address.Length);
        return true;
    }

    private static bool IsInsideNumber(ReadOnlySpan<byte> text, int at) => at > 1 && (text[at - 1] is (byte)'.' or (byte)'-') && Edge.IsDigit(text[at - 2]);
}

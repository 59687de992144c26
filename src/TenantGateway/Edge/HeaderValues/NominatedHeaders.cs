using Microsoft.Net.Http.Headers;

namespace TenantGateway.Edge.HeaderValues;

/// <summary>What <c>Connection</c> names is for this hop alone (RFC 9110 section 7.6.1), whatever else it is.</summary>
internal static class NominatedHeaders
{
    /// <returns>False where the list is malformed or names what every recipient needs to read the message at all.</returns>
    public static bool TryDrop(IHeaderDictionary headers)
    {
        foreach (var line in headers.Connection)
        {
            if (line is null or "keep-alive" or "close") continue;
            if (!TryDrop(headers, line)) return false;
        }

        return true;
    }

    private static bool TryDrop(IHeaderDictionary headers, ReadOnlySpan<char> line)
    {
        foreach (var range in line.Split(','))
        {
            var option = line[range].Trim(" \t");
            if (option.IsEmpty) continue;
            if (!HeaderToken.Is(option) || IsOfTheMessage(option)) return false;
            // A handshake is of this hop, and the forwarder makes another of it for the next.
            if (!option.Equals(HeaderNames.Upgrade, StringComparison.OrdinalIgnoreCase)) headers.Remove(option.ToString());
        }

        return true;
    }

    private static bool IsOfTheMessage(ReadOnlySpan<char> option) =>
        option.Equals(HeaderNames.Host, StringComparison.OrdinalIgnoreCase)
        || option.Equals(HeaderNames.ContentLength, StringComparison.OrdinalIgnoreCase)
        || option.Equals(HeaderNames.TransferEncoding, StringComparison.OrdinalIgnoreCase)
        || option.Equals(HeaderNames.ContentType, StringComparison.OrdinalIgnoreCase)
        || option.Equals(HeaderNames.ContentEncoding, StringComparison.OrdinalIgnoreCase);
}

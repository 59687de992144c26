using System.Text.Unicode;

namespace TenantGateway.Edge;

/// <summary>Whether every server would take a request target (RFC 9112 section 3.2.1, origin form) for the same path and query.</summary>
internal static class RequestTarget
{
    /// <summary>
    /// False for another form than origin form, encoded separators, dots, percent signs and controls, escapes that are not UTF-8, backslashes, path
    /// parameters, empty segments, dot segments, a fragment, and characters that belong encoded.
    /// </summary>
    public static bool IsUnambiguous(string target)
    {
        if (target.AsSpan().ContainsAnyExceptInRange('!', '~') || target.Contains('#')) return false;
        var query = target.IndexOf('?');
        var path = query < 0 ? target.AsSpan() : target.AsSpan(0, query);
        return path is ['/', ..] && !path.ContainsAny('\\', ';') && !HasOddSegment(path) && !HasOddEscape(path);
    }

    private static bool HasOddSegment(ReadOnlySpan<char> path)
    {
        path = path[1..];
        while (true)
        {
            var end = path.IndexOf('/');
            var segment = end < 0 ? path : path[..end];
            if (segment is "." or ".." || (segment.IsEmpty && end >= 0)) return true;
            if (end < 0) return false;
            path = path[(end + 1)..];
        }
    }

    private static bool HasOddEscape(ReadOnlySpan<char> path)
    {
        if (!path.Contains('%')) return false;
        var decoded = new byte[path.Length];
        var length = 0;
        for (; !path.IsEmpty; path = path[1..])
        {
            var value = (byte)path[0];
            if (value == '%')
            {
                if (!TryDecode(path, out value) || value is < 0x20 or 0x7F || (char)value is '/' or '\\' or '.' or '%' or ';' or '?' or '#') return true;
                path = path[2..];
            }

            decoded[length++] = value;
        }

        // Overlong forms of the separators above are not UTF-8 (RFC 3629 section 3), yet some servers decode them.
        return !Utf8.IsValid(decoded.AsSpan(0, length));
    }

    private static bool TryDecode(ReadOnlySpan<char> escape, out byte value)
    {
        value = 0;
        if (escape.Length < 3 || !char.IsAsciiHexDigit(escape[1]) || !char.IsAsciiHexDigit(escape[2])) return false;
        value = Convert.FromHexString(escape.Slice(1, 2))[0];
        return true;
    }
}

namespace TenantGateway.Edge;

/// <summary>Whether every server would take a request target (RFC 9112 section 3.2.1, origin form) for the same path.</summary>
internal static class RequestTarget
{
    /// <summary>
    /// False for another form than origin form, encoded separators, dots, percent signs and controls, backslashes, path parameters, empty
    /// segments, dot segments and characters that belong encoded.
    /// </summary>
    public static bool IsUnambiguous(string target)
    {
        var query = target.IndexOf('?');
        var path = query < 0 ? target.AsSpan() : target.AsSpan(0, query);
        if (path.IsEmpty || path[0] != '/' || path.ContainsAnyExceptInRange('!', '~') || path.ContainsAny('\\', ';', '#')) return false;
        return !HasOddSegment(path) && !HasOddEscape(path);
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
        for (var at = path.IndexOf('%'); at >= 0; at = path.IndexOf('%'))
        {
            if (path.Length < at + 3 || !char.IsAsciiHexDigit(path[at + 1]) || !char.IsAsciiHexDigit(path[at + 2])) return true;
            var value = (Convert.ToByte(path.Slice(at + 1, 2).ToString(), 16));
            if (value < 0x20 || value == 0x7F || (char)value is '/' or '\\' or '.' or '%' or ';' or '?' or '#') return true;
            path = path[(at + 3)..];
        }

        return false;
    }
}

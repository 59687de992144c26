namespace TenantGateway.Authentication;

/// <summary>Takes the access token from the one Authorization header (RFC 6750 section 2.1); bodies and query strings are never looked at.</summary>
internal static class BearerHeader
{
    private const string Scheme = "Bearer ";

    /// <summary>True where the request carries no Authorization header at all.</summary>
    public static bool IsMissing(IHeaderDictionary headers) => headers.Authorization.Count == 0;

    /// <param name="headers">Of the request.</param>
    /// <param name="token">Lies in the header; nothing is copied.</param>
    /// <param name="defect">Why there is none.</param>
    public static bool TryRead(IHeaderDictionary headers, out ReadOnlySpan<char> token, out TokenDefect defect)
    {
        token = default;
        defect = TokenDefect.RepeatedHeader;
        if (headers.Authorization.Count != 1) return false;
        defect = TokenDefect.NotBearer;
        if (headers.Authorization[0] is not { } value || !value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)) return false;
        token = value.AsSpan(Scheme.Length);
        defect = TokenDefect.None;
        return true;
    }
}

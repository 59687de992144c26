using System.Diagnostics.CodeAnalysis;

namespace TenantGateway.Authentication;

/// <summary>Takes the access token from the one Authorization header (RFC 6750 section 2.1); bodies and query strings are never looked at.</summary>
internal static class BearerHeader
{
    private const string Scheme = "Bearer ";

    /// <summary>True where the request carries no Authorization header at all.</summary>
    public static bool IsMissing(IHeaderDictionary headers) => headers.Authorization.Count == 0;

    public static bool TryRead(IHeaderDictionary headers, [NotNullWhen(true)] out string? token, out TokenDefect defect)
    {
        token = null;
        defect = TokenDefect.RepeatedHeader;
        if (headers.Authorization.Count != 1) return false;
        defect = TokenDefect.NotBearer;
        if (headers.Authorization[0] is not { } value || !value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)) return false;
        token = value[Scheme.Length..];
        defect = TokenDefect.None;
        return true;
    }
}

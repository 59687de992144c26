using System.Collections.Frozen;
using TenantGateway.Core.Access;

namespace TenantGateway.Forwarding;

/// <summary>The allow-lists of headers in both directions.</summary>
internal static class ServiceHeaders
{
    public const string TenantId = "X-Tenant-Id";
    public const string ActorId = "X-Actor-Id";
    public const string RequestId = "X-Request-Id";
    public const string Assertion = "X-Gateway-Assertion";
    public const string ForwardedFor = "X-Forwarded-For";
    public const string ForwardedHost = "X-Forwarded-Host";
    public const string ForwardedProto = "X-Forwarded-Proto";

    /// <summary>What every service may have of a request. The trace context is not copied but written anew.</summary>
    public static readonly string[] Request = ["Accept", "Accept-Language", "Content-Type", "Content-Length", "Content-Language", "Idempotency-Key", "Prefer"];

    /// <summary>What every caller may have of a response.</summary>
    public static readonly string[] Response = ["Content-Type", "Content-Length", "Content-Language", "Allow", "Location", "Preference-Applied", "Retry-After"];

    private static readonly FrozenSet<string> NeverReturned = new[]
    {
        "etag", "lastmodified", "contentmd5", "digest", "contentdigest", "reprdigest", "contentencoding", "contentrange", "acceptranges",
        "transferencoding", "connection", "trailer", "upgrade", "cachecontrol", "setcookie",
    }.ToFrozenSet();

    public static bool IsNeverReturned(string header) => NeverReturned.Contains(ReservedHeaders.Fold(header));

    /// <summary>Whether a recipient needs the header to read the body at all.</summary>
    public static bool DescribesBody(string header) =>
        header.Equals("Content-Type", StringComparison.OrdinalIgnoreCase) || header.Equals("Content-Length", StringComparison.OrdinalIgnoreCase);
}

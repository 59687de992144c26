using System.Collections.Frozen;

namespace TenantGateway.Forwarding;

/// <summary>The allow-lists of headers in both directions.</summary>
internal static class ServiceHeaders
{
    public const string TenantId = "X-Tenant-Id";
    public const string ActorId = "X-Actor-Id";
    public const string RequestId = "X-Request-Id";
    public const string Assertion = "X-Gateway-Assertion";

    /// <summary>What every service may have of a request. The trace context is not copied but written anew.</summary>
    public static readonly string[] Request = ["Accept", "Accept-Language", "Content-Type", "Content-Length", "Content-Language", "Idempotency-Key", "Prefer"];

    /// <summary>What every caller may have of a response.</summary>
    public static readonly string[] Response = ["Content-Type", "Content-Length", "Content-Language", "Allow", "Location", "Preference-Applied", "Retry-After"];

    private static readonly FrozenSet<string> NeverForwarded = new[]
    {
        "authorization", "cookie", "dpop", "baggage", "proxyauthorization", "host", "connection", "transferencoding", "te", "trailer", "upgrade",
        "keepalive", "expect", "range", "ifrange", "forwarded", "acceptencoding", "traceparent", "tracestate",
        "xtenantid", "xactorid", "xrequestid", "xgatewayassertion", "xrealip", "xoriginalurl", "xrewriteurl", "xhttpmethodoverride",
    }.ToFrozenSet();

    private static readonly FrozenSet<string> NeverReturned = new[]
    {
        "etag", "lastmodified", "contentmd5", "digest", "contentdigest", "reprdigest", "contentencoding", "contentrange", "acceptranges",
        "transferencoding", "connection", "trailer", "upgrade", "cachecontrol", "setcookie",
    }.ToFrozenSet();

    public static bool IsNeverForwarded(string header) => Fold(header) is var folded && (NeverForwarded.Contains(folded) || folded.StartsWith("xforwarded", StringComparison.Ordinal));

    public static bool IsNeverReturned(string header) => NeverReturned.Contains(Fold(header));

    // Servers that turn headers into variables take -, _ and . for the same.
    private static string Fold(string header) =>
        string.Concat(header.Where(c => c is not ('-' or '_' or '.'))).ToLowerInvariant();
}

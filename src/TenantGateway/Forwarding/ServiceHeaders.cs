using System.Collections.Frozen;

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

    // Without -, _ and . and in lower case. Beside credentials, the connection's own and what describes the bytes of a body that is rewritten (RFC 9530, RFC 9110 sections 8.4 and 14.4): every name by which some proxy says who calls, from where, with what
    // certificate, or for which other path and method.
    private static readonly FrozenSet<string> NeverForwarded = new[]
    {
        "authorization", "cookie", "dpop", "baggage", "proxyauthorization", "proxyconnection", "host", "connection", "transferencoding", "te", "trailer", "upgrade",
        "http2settings", "keepalive", "expect", "range", "ifrange", "contentrange", "contentencoding", "contentmd5", "digest", "contentdigest", "reprdigest", "forwarded", "via", "acceptencoding", "traceparent", "tracestate",
        "xtenantid", "xactorid", "xrequestid", "xgatewayassertion", "xcontentlength",
        "xrealip", "xclientip", "clientip", "trueclientip", "xclusterclientip", "cfconnectingip", "cfconnectingipv6", "fastlyclientip",
        "xrewriteurl", "xhttpmethod", "xhttpmethodoverride", "xmethodoverride", "xhost", "xuser", "xuserid", "xusername", "xuseremail", "xusergroups", "xuserroles", "xidtoken", "xaccesstoken", "xauthtoken",
    }.ToFrozenSet();

    private static readonly string[] NeverForwardedPrefixes =
    [
        "xforwarded", "xoriginal", "xenvoy", "xauth", "remoteuser", "xremote", "xssl", "sslclient", "clientcert", "xclientcert",
        "xmsclientprincipal", "xamznoidc", "xgoogauthenticateduser", "xgoogiap",
    ];

    private static readonly FrozenSet<string> NeverReturned = new[]
    {
        "etag", "lastmodified", "contentmd5", "digest", "contentdigest", "reprdigest", "contentencoding", "contentrange", "acceptranges",
        "transferencoding", "connection", "trailer", "upgrade", "cachecontrol", "setcookie",
    }.ToFrozenSet();

    public static bool IsNeverForwarded(string header) =>
        Fold(header) is var folded && (NeverForwarded.Contains(folded) || NeverForwardedPrefixes.Any(prefix => folded.StartsWith(prefix, StringComparison.Ordinal)));

    public static bool IsNeverReturned(string header) => NeverReturned.Contains(Fold(header));

    /// <summary>Whether a recipient needs the header to read the body at all.</summary>
    public static bool DescribesBody(string header) =>
        header.Equals("Content-Type", StringComparison.OrdinalIgnoreCase) || header.Equals("Content-Length", StringComparison.OrdinalIgnoreCase);

    // Servers that turn headers into variables take -, _ and . for the same.
    private static string Fold(string header) =>
        string.Concat(header.Where(c => c is not ('-' or '_' or '.'))).ToLowerInvariant();
}

using System.Collections.Frozen;

namespace TenantGateway.Core.Access;

/// <summary>Headers of requests that are never a caller's to hand to a service, and those that have a meaning of their own on the way.</summary>
public static class ReservedHeaders
{
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

    // What HTTP, the gateway and the protocols that it carries read themselves (RFC 9110 sections 8, 12 and 13, RFC 6455, gRPC).
    private static readonly FrozenSet<string> WithMeaning = new[]
    {
        "idempotencykey", "prefer", "xpurpose", "cachecontrol", "pragma", "date", "origin", "referer", "useragent", "warning", "setcookie", "location",
    }.ToFrozenSet();

    private static readonly string[] WithMeaningPrefixes = ["accept", "content", "if", "sec", "grpc", "webhook", "access", "proxy"];

    /// <summary>Whether it is a credential, belongs to the connection, describes bytes that are rewritten, or names an identity.</summary>
    public static bool IsNeverForwarded(string header) =>
        Fold(header) is var folded && (NeverForwarded.Contains(folded) || NeverForwardedPrefixes.Any(prefix => folded.StartsWith(prefix, StringComparison.Ordinal)));

    /// <summary>Whether a token in place of its value would change what the request says, or nothing could carry it.</summary>
    public static bool HasMeaning(string header) =>
        Fold(header) is var folded && (WithMeaning.Contains(folded) || WithMeaningPrefixes.Any(prefix => header.StartsWith($"{prefix}-", StringComparison.OrdinalIgnoreCase) || folded == prefix));

    /// <summary>What servers that turn headers into variables take for the same name: they do not tell -, _ and . apart.</summary>
    public static string Fold(string header) =>
        string.Concat(header.Where(c => c is not ('-' or '_' or '.'))).ToLowerInvariant();
}

using System.Text;
using Microsoft.Net.Http.Headers;

namespace TenantGateway.Edge.HeaderValues;

/// <summary>
/// How the server reads what it would otherwise read too generously: two headers by their values, and every header by its name. It asks by name, before it
/// interprets the bytes; for an ordinary header the answer is null, and the server goes its usual way, with its reuse of strings from request to request.
/// </summary>
internal static class RequestHeaderEncodings
{
    private static readonly Encoding ContentLength = new ContentLengthEncoding();
    private static readonly Encoding Connection = new ConnectionEncoding();
    private static readonly Encoding Refused = new RefusedEncoding();

    public static Encoding? For(string header)
    {
        // The server passes these very constants, however the caller spelt the name.
        if (ReferenceEquals(header, HeaderNames.ContentLength)) return ContentLength;
        if (ReferenceEquals(header, HeaderNames.Connection)) return Connection;
        // In HTTP/2 the server lets a name hold spaces, colons and line ends (RFC 9113 section 8.2.1 forbids it). It knows the pseudo-headers itself.
        return HeaderToken.Is(header is [':', ..] ? header.AsSpan(1) : header) ? null : Refused;
    }
}

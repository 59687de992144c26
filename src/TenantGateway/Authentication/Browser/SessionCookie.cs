using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace TenantGateway.Authentication.Browser;

/// <summary>
/// The cookie of a session: 32 random bytes, of which the gateway keeps the SHA-256 alone. Its name lets browsers take it from this very host over TLS alone (RFC 6265bis), so
/// that no neighbour can plant one.
/// </summary>
internal static class SessionCookie
{
    public const string Name = "__Host-tgw-session";

    private const int Size = 32;
    private const string Attributes = "; Path=/; Secure; HttpOnly; SameSite=Lax";

    /// <summary>Takes the cookie away; belongs to every refusal of it.</summary>
    public static readonly KeyValuePair<string, string> Deletion = new(HeaderNames.SetCookie, $"{Name}=; Max-Age=0{Attributes}");

    public static byte[] Create() => RandomNumberGenerator.GetBytes(Size);

    public static bool IsSent(HttpContext context) => context.Request.Cookies.ContainsKey(Name);

    /// <summary>What the request's cookie holds; null where that cannot be one of ours.</summary>
    public static byte[]? Read(HttpContext context) =>
        context.Request.Cookies[Name] is { Length: 43 } text && Base64Url.IsValid(text) && Base64Url.DecodeFromChars(text) is { Length: Size } secret ? secret : null;

    /// <summary>Without a Max-Age: it goes with the browser, and the gateway knows when it is over.</summary>
    public static void Set(HttpContext context, byte[] secret) => context.Response.Headers.Append(HeaderNames.SetCookie, $"{Name}={Base64Url.EncodeToString(secret)}{Attributes}");

    public static void Delete(HttpContext context) => context.Response.Headers.Append(Deletion.Key, Deletion.Value);

    /// <summary>The name under which the session is stored.</summary>
    public static byte[] IdOf(byte[] secret) => SHA256.HashData(secret);

    /// <summary>What forms and scripts of this session show: nobody who does not have the cookie can make it, and it gives nothing of the cookie away.</summary>
    public static string AntiForgeryOf(byte[] secret) => Base64Url.EncodeToString(HMACSHA256.HashData(secret, "anti-forgery"u8));
}

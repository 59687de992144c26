using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http.Features;
using TenantGateway.Core.Access;
using TenantGateway.Core.Sessions;

namespace TenantGateway.Authentication.Browser;

/// <summary>
/// Whether a request with a session's cookie was meant by its person. Browsers attach the cookie to whatever any page makes them send, so: a change comes from a page of this
/// origin (Origin, Sec-Fetch-Site) and shows what only such a page knows; the API takes that of readings as well; and what another site may make a browser do is to open a page.
/// </summary>
internal static class RequestOrigin
{
    public const string ApiPath = "/admin";

    private const int LargestForm = 16 * 1024;

    private static readonly Refusal Foreign = new(Reasons.ForeignOrigin);

    private static readonly FormOptions Bounds = new() { ValueCountLimit = 16, KeyLengthLimit = 64, ValueLengthLimit = 8 * 1024 };

    /// <returns>Null where it was; else the refusal.</returns>
    public static async ValueTask<Refusal?> CheckAsync(HttpContext context, string origin, string expected)
    {
        var request = context.Request;
        var isApi = request.Path.StartsWithSegments(ApiPath, StringComparison.OrdinalIgnoreCase);
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
        {
            return (isApi ? HasHeader(request, expected) && IsSameOrigin(request) : IsSameOrigin(request) || OpensPage(request)) ? null : Foreign;
        }

        if (request.Headers.Origin is not [var sent] || !string.Equals(sent, origin, StringComparison.Ordinal) || !IsSameOrigin(request)) return Foreign;
        if (HasHeader(request, expected)) return null;
        if (isApi || !request.HasFormContentType) return Foreign;
        return await CheckFormAsync(context, expected);
    }

    private static async ValueTask<Refusal?> CheckFormAsync(HttpContext context, string expected)
    {
        if (context.Request.ContentLength is not <= LargestForm) return new Refusal(Reasons.DefinitionTooLarge);
        context.Features.Set<IFormFeature>(new FormFeature(context.Request, Bounds));
        try
        {
            var form = await context.Request.ReadFormAsync(context.RequestAborted);
            return form[BrowserSession.FormField] is [{ } shown] && IsSame(shown, expected) ? null : Foreign;
        }
        catch (InvalidDataException)
        {
            return new Refusal(Reasons.MalformedRequest);
        }
    }

    private static bool HasHeader(HttpRequest request, string expected) => request.Headers[BrowserSession.Header] is [{ } shown] && IsSame(shown, expected);

    // Fetch Metadata: absent from old browsers, and then the other checks stand alone. "none" is the person, who typed the address.
    private static bool IsSameOrigin(HttpRequest request) => request.Headers["Sec-Fetch-Site"] is [] or ["same-origin"] or ["none"];

    private static bool OpensPage(HttpRequest request) => request.Headers["Sec-Fetch-Mode"] is ["navigate"] && request.Headers["Sec-Fetch-Dest"] is ["document"];

    private static bool IsSame(string shown, string expected) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(shown), Encoding.UTF8.GetBytes(expected));
}

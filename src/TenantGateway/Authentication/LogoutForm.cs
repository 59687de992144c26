using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace TenantGateway.Authentication;

/// <summary>Reads the form of a logout request: one <c>logout_token</c>, in a body that holds little more.</summary>
internal static class LogoutForm
{
    private const string Field = "logout_token";
    private const int MaxLength = CompactToken.MaxLength + 1024;

    /// <returns>The token, or null where there is not exactly one.</returns>
    public static async ValueTask<string?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.MediaType.Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase)) return null;
        if (request.Headers.ContentEncoding.Count > 0 || request.ContentLength > MaxLength) return null;
        var buffer = new byte[MaxLength + 1];
        var length = await request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        if (length > MaxLength || !Ascii.IsValid(buffer.AsSpan(0, length))) return null;
        var fields = QueryHelpers.ParseQuery(Encoding.ASCII.GetString(buffer, 0, length));
        return fields.TryGetValue(Field, out var values) && values is [{ Length: > 0 } token] ? token : null;
    }
}

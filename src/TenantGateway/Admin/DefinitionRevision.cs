using System.Globalization;
using Microsoft.Net.Http.Headers;
using TenantGateway.Core.Access;

namespace TenantGateway.Admin;

/// <summary>The revision of a definition as a strong validator (RFC 9110 section 8.8.3): <c>"7"</c>.</summary>
internal static class DefinitionRevision
{
    public static void Tell(HttpResponse response, long revision) => response.Headers.ETag = string.Create(CultureInfo.InvariantCulture, $"\"{revision}\"");

    /// <summary>
    /// Reads <c>If-Match</c> (RFC 9110 section 13.1.1). It must be there and name one strong tag: <c>*</c> and lists would let a change through whose writer has not seen what
    /// it changes. A tag that is none of ours matches nothing.
    /// </summary>
    /// <returns>The revision, or why there is none.</returns>
    public static (long Revision, Reason? Fault) Read(HttpRequest request)
    {
        if (request.Headers.IfMatch is not [{ Length: > 0 } text] || text == "*" || !EntityTagHeaderValue.TryParse(text, out var tag)) return (0, Reasons.PreconditionRequired);
        var digits = tag.Tag.Value?.Trim('"');
        return !tag.IsWeak && long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var revision) ? (revision, null) : (0, Reasons.PreconditionFailed);
    }
}

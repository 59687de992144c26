using System.Text.Json;
using System.Text.Json.Serialization;
using TenantGateway.Core.Access;

namespace TenantGateway.Keys.CustomerVaults;

/// <summary>What a tenant's admin sends: <c>{"vault","key","directory","reason"}</c>.</summary>
internal sealed record DeclarationDraft(string? Vault, string? Key, string? Directory, string? Reason)
{
    private const int MaxLength = 64 * 1024;
    private const int MaxReasonLength = 500;

    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        AllowDuplicateProperties = false,
        PropertyNameCaseInsensitive = false,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        MaxDepth = 2,
    };

    /// <summary>Whether the reason is there, and no novel.</summary>
    internal bool HasReason => Reason is { Length: > 0 and <= MaxReasonLength } && !string.IsNullOrWhiteSpace(Reason);

    internal static async ValueTask<(DeclarationDraft? Draft, Reason? Fault)> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (!request.HasJsonContentType()) return (null, Reasons.UnsupportedMediaType);
        if (request.Headers.ContentEncoding.Count > 0) return (null, Reasons.UnsupportedContentEncoding);
        var buffer = new byte[MaxLength + 1];
        var length = await request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        if (length > MaxLength) return (null, Reasons.DefinitionTooLarge);
        try
        {
            return JsonSerializer.Deserialize<DeclarationDraft>(buffer.AsSpan(0, length), Strict) is { } draft ? (draft, null) : (null, Reasons.MalformedJson);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // The latter for half of a surrogate pair.
            return (null, Reasons.MalformedJson);
        }
    }
}

using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace TenantGateway.Storage.Stores;

/// <summary>Times as they are stored: RFC 3339 in UTC, all of one length, so that their order as text is their order in time.</summary>
internal static class StoredTime
{
    internal static string Of(DateTimeOffset time) => time.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture);

    [return: NotNullIfNotNull(nameof(time))]
    internal static string? Of(DateTimeOffset? time) => time is { } at ? Of(at) : null;

    internal static DateTimeOffset Parse(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);

    internal static DateTimeOffset? ParseOptional(string? text) => text is null ? null : Parse(text);
}

using System.Collections.Immutable;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Core.Conversion;

/// <summary>
/// All sets of stored rows that hold tokens of a tenant, as somebody answers for. One that was left out could hide old tokens, so they are signed as
/// one.
/// </summary>
public sealed record DatasetInventory
{
    public required TenantId Tenant { get; init; }

    /// <summary>By name.</summary>
    public required ImmutableArray<Dataset> Datasets { get; init; }

    /// <summary>Rises with every change; a change is made to the epoch that was read or not at all.</summary>
    public required long Epoch { get; init; }

    /// <summary>ES256 (r||s, 64 bytes) over <see cref="ConversionEncoding"/>.</summary>
    public ReadOnlyMemory<byte> Signature { get; init; }
}

/// <summary>A set of stored rows, such as a table.</summary>
/// <param name="Name">1 to 64 characters of <c>[a-z0-9._-]</c>, the first a letter or digit.</param>
/// <param name="DeclaredAt">When it was declared.</param>
public sealed record Dataset(string Name, DateTimeOffset DeclaredAt)
{
    public static bool IsName(string? text) =>
        text is { Length: >= 1 and <= 64 } && char.IsAsciiLetterOrDigit(text[0]) && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '_' or '-');
}

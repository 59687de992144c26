namespace TenantGateway.Cli.Tenants;

/// <summary>A tenant as the admin plane shows it.</summary>
internal sealed record TenantDocument
{
    public required string Id { get; init; }

    public required string DisplayName { get; init; }

    public required string State { get; init; }

    public required IReadOnlyList<OrganizationDocument> Organizations { get; init; }

    public required IReadOnlyList<string> Hosts { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}

internal sealed record OrganizationDocument
{
    public required string Issuer { get; init; }

    public required string OrganizationId { get; init; }
}

internal sealed record TenantListDocument
{
    public required IReadOnlyList<TenantDocument> Items { get; init; }
}

/// <summary>What defines a new tenant.</summary>
internal sealed record NewTenantDocument(string Id, string DisplayName, IReadOnlyList<OrganizationDocument> Organizations, IReadOnlyList<string> Hosts);

using System.Text.Json;
using System.Text.Json.Serialization;

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

    public long? Revision { get; init; }

    public QuotasDocument? Quotas { get; init; }

    public string? Region { get; init; }

    public IReadOnlyDictionary<string, string>? Clusters { get; init; }
}

internal sealed record OrganizationDocument
{
    public required string Issuer { get; init; }

    public required string OrganizationId { get; init; }

    /// <summary>Its name in audit records and assertions; the gateway's to say.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Reference { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Label { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Roles { get; init; }

    public bool Is(OrganizationDocument other) => Issuer == other.Issuer && OrganizationId == other.OrganizationId;
}

/// <summary>What a tenant may use that differs from the gateway's settings.</summary>
internal sealed record QuotasDocument
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? RequestsPerSecond { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Burst { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? ConcurrentRequests { get; init; }
}

internal sealed record TenantListDocument
{
    public required IReadOnlyList<TenantDocument> Items { get; init; }
}

/// <summary>What defines a tenant, as it is read and sent.</summary>
internal sealed record TenantDefinitionDocument
{
    public required string Id { get; init; }

    public required string DisplayName { get; init; }

    public required IReadOnlyList<OrganizationDocument> Organizations { get; init; }

    public required IReadOnlyList<string> Hosts { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public QuotasDocument? Quotas { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Region { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, string>? Clusters { get; init; }

    /// <summary>What a newer gateway says beside it, sent back as it came.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? More { get; init; }
}

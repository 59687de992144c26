using System.Text.Json.Serialization;

namespace TenantGateway.Core.Termination;

/// <summary>That a tenant is dead for ever, kept outside the database: whatever a restored database says, it is not served.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record Tombstone
{
    public const int CurrentVersion = 1;

    [JsonPropertyName("v")]
    public required int Version { get; init; }

    public required string Tenant { get; init; }

    /// <summary>When the destruction began: from then on there is no way back.</summary>
    public required DateTimeOffset DiedAt { get; init; }

    /// <summary>The operation that two people decided.</summary>
    public required string Operation { get; init; }
}

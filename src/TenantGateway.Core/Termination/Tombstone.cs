using System.Text.Json.Serialization;

namespace TenantGateway.Core.Termination;

/// <summary>
/// That a tenant is dead for ever, kept outside the database: whatever a restored database says, it is not served. One of <see cref="AuditKey"/> says that the last of the dead
/// tenant's records is pruned and its audit key ended with it.
/// </summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record Tombstone
{
    public const int CurrentVersion = 1;

    public const string AuditKey = "audit-key";

    [JsonPropertyName("v")]
    public required int Version { get; init; }

    public required string Tenant { get; init; }

    /// <summary>When the destruction began: from then on there is no way back.</summary>
    public required DateTimeOffset DiedAt { get; init; }

    /// <summary>What has ended: the tenant where it is null, or <see cref="AuditKey"/>.</summary>
    public string? Kind { get; init; }

    /// <summary>The operation that two people decided; empty where an end comes by itself.</summary>
    public required string Operation { get; init; }
}

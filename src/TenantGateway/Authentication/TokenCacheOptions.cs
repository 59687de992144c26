using System.ComponentModel.DataAnnotations;

namespace TenantGateway.Authentication;

/// <summary>How many verified tokens are remembered: section <c>Gateway:TokenCache</c>.</summary>
internal sealed class TokenCacheOptions
{
    public const string Section = "Gateway:TokenCache";

    /// <summary>How many tokens of one tenant are remembered; more of them push out that tenant's own. 0 to 100,000, default 2,000; 0 remembers none.</summary>
    [Range(0, 100_000, ErrorMessage = $"{Section}:EntriesPerTenant must be 0 to 100000.")]
    public int EntriesPerTenant { get; set; } = 2_000;

    /// <summary>How many tokens of all tenants are remembered, about 1.5 KB each; more of them push out those of the tenants that have most. 100 to 10,000,000, default 50,000.</summary>
    [Range(100, 10_000_000, ErrorMessage = $"{Section}:Entries must be 100 to 10000000.")]
    public int Entries { get; set; } = 50_000;

    /// <summary>How long a token is remembered at most, in seconds, and never beyond the token's expiry. 1 to 3,600, default 10 minutes.</summary>
    [Range(1, 3_600, ErrorMessage = $"{Section}:Seconds must be 1 to 3600.")]
    public int Seconds { get; set; } = 600;
}

namespace TenantGateway.Load.Processes;

/// <summary>What is particular about a gateway.</summary>
internal sealed record GatewayPlan
{
    public IReadOnlyList<string> Tenants { get; init; } = [LoadWorld.Tenant];

    /// <summary>By name.</summary>
    public IReadOnlyDictionary<string, string> Policies { get; init; } = new Dictionary<string, string> { ["load"] = Contact.Policy };

    /// <summary>They overrule all others.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; init; } = new Dictionary<string, string?>();
}

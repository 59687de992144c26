namespace TenantGateway.Tenancy;

/// <summary>The hosts that belong to no tenant, bound from <c>Gateway:Hosts</c>.</summary>
internal sealed class HostsOptions
{
    public const string Section = "Gateway:Hosts";

    /// <summary>Hosts that serve every tenant, lower case and without port. Default: none, and then each tenant needs a host of its own.</summary>
    public List<string> Shared { get; set; } = [];
}

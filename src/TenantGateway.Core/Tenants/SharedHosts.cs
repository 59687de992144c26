using System.Collections.Frozen;

namespace TenantGateway.Core.Tenants;

/// <summary>The hosts that serve every tenant: there the token alone decides. No tenant may claim one of them.</summary>
public sealed class SharedHosts(IEnumerable<HostName> hosts)
{
    private readonly FrozenSet<string> _hosts = hosts.Select(host => host.Value).ToFrozenSet(StringComparer.Ordinal);

    public bool Contains(HostName host) => _hosts.Contains(host.Value);
}

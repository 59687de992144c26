using System.Net.Sockets;
using Microsoft.Extensions.Options;
using TenantGateway.Edge.Proxies;

namespace TenantGateway.Edge.Limits;

/// <summary>The trusted proxies, for whom no limit of a single address holds: behind each stand many callers.</summary>
internal sealed class ExemptNetworks(IOptions<TrustedProxiesOptions> proxies)
{
    private readonly (UInt128 Prefix, UInt128 Mask)[] _networks = [.. proxies.Value.Networks.SelectMany(Read)];

    public bool Contains(AddressKey address)
    {
        foreach (var (prefix, mask) in _networks)
        {
            if ((address.Value & mask) == prefix) return true;
        }

        return false;
    }

    private static IEnumerable<(UInt128 Prefix, UInt128 Mask)> Read(string text)
    {
        if (!ProxyNetwork.TryParse(text, out var network)) yield break;
        var length = network.PrefixLength + (network.BaseAddress.AddressFamily == AddressFamily.InterNetwork ? 96 : 0);
        var mask = length == 0 ? UInt128.Zero : UInt128.MaxValue << (128 - length);
        yield return (AddressKey.Of(network.BaseAddress).Value & mask, mask);
    }
}

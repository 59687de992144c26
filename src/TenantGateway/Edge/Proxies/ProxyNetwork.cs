using System.Net;

namespace TenantGateway.Edge.Proxies;

/// <summary>Reads an address or a network in CIDR form.</summary>
internal static class ProxyNetwork
{
    public static bool TryParse(string text, out IPNetwork network)
    {
        if (text.Contains('/')) return IPNetwork.TryParse(text, out network);
        var isAddress = IPAddress.TryParse(text, out var address);
        network = isAddress && address is not null ? new IPNetwork(address, address.GetAddressBytes().Length * 8) : default;
        return isAddress;
    }
}

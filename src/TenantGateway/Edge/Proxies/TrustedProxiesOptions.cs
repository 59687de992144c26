using System.ComponentModel.DataAnnotations;

namespace TenantGateway.Edge.Proxies;

/// <summary>The proxies in front whose word on the caller's address and scheme counts: section <c>Gateway:TrustedProxies</c>.</summary>
internal sealed class TrustedProxiesOptions
{
    public const string Section = "Gateway:TrustedProxies";

    /// <summary>
    /// Their addresses, each alone (<c>10.0.0.7</c>) or a network in CIDR form (<c>10.0.0.0/24</c>). Only a connection from one of these is asked for
    /// <c>X-Forwarded-For</c> and <c>X-Forwarded-Proto</c>. Default: none, not even loopback.
    /// </summary>
    public List<string> Networks { get; set; } = [];

    /// <summary>How many proxies, one behind the other, may speak for the caller, counted from the gateway: 1 to 16, default 1.</summary>
    [Range(1, 16, ErrorMessage = $"{Section}:ForwardLimit must be 1 to 16: the number of proxies between the caller and the gateway.")]
    public int ForwardLimit { get; set; } = 1;
}

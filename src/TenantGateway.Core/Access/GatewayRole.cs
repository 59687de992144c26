using System.Diagnostics.CodeAnalysis;

namespace TenantGateway.Core.Access;

/// <summary>What a process of the gateway is there for: which planes it has, and whether it makes keys.</summary>
public sealed class GatewayRole
{
    /// <summary>Everything in one process: the data plane and the admin plane.</summary>
    public static readonly GatewayRole All = new("all", makesKeys: true, Plane.Data, Plane.Admin);

    /// <summary>Serves traffic. No admin plane, and no way to make, rotate or delete a key.</summary>
    public static readonly GatewayRole Proxy = new("proxy", makesKeys: false, Plane.Data, Plane.Probes);

    /// <summary>Serves the operator. No data plane, and nothing of the services behind it.</summary>
    public static readonly GatewayRole Admin = new("admin", makesKeys: true, Plane.Admin);

    private readonly Plane[] _planes;

    private GatewayRole(string name, bool makesKeys, params Plane[] planes) => (Name, MakesKeys, _planes) = (name, makesKeys, planes);

    /// <summary>As it is written in arguments, settings, logs and health.</summary>
    public string Name { get; }

    /// <summary>Whether the process makes keys, the first ones among them.</summary>
    public bool MakesKeys { get; }

    public bool Has(Plane plane) => _planes.Contains(plane);

    /// <summary>Reads a role by its exact name.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out GatewayRole? role)
    {
        role = text switch
        {
            "all" => All,
            "proxy" => Proxy,
            "admin" => Admin,
            _ => null,
        };
        return role is not null;
    }

    public override string ToString() => Name;
}

using TenantGateway.Tests.World;

namespace TenantGateway.Load.Processes;

/// <summary>
/// Who runs where. Every proxy runs alone on the same cores, one after the other; whatever else there is (who calls, the service, the database) has the other ones, which
/// processes inherit from this one.
/// </summary>
internal static class Cores
{
    /// <summary>As taskset takes them; empty where nobody is bound to any.</summary>
    public static string OfProxies { get; } = Environment.GetEnvironmentVariable("LOAD_PROXY_CORES") ?? "";

    /// <inheritdoc cref="OfProxies"/>
    public static string OfTheRest { get; } = Environment.GetEnvironmentVariable("LOAD_OTHER_CORES") ?? "";

    /// <summary>What precedes a proxy's command.</summary>
    public static string[] BeforeProxy => OfProxies.Length == 0 ? [] : ["taskset", "-c", OfProxies];

    /// <summary>A verb of this program as a command.</summary>
    public static string[] Own(params string[] arguments) => [.. ChildProgram.Dotnet("TenantGateway.Load"), .. arguments];
}

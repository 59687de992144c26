using Mono.Cecil;

namespace TenantGateway.Tests.Architecture;

/// <summary>The assemblies under the rules, as they lie beside the tests.</summary>
internal static class Assemblies
{
    public static ModuleDefinition Core { get; } = Read("TenantGateway.Core.dll");

    public static ModuleDefinition Process { get; } = Read("TenantGateway.dll");

    public static ModuleDefinition Cli { get; } = Read("tgw.dll");

    public static ModuleDefinition Demo { get; } = Read("TenantGateway.Demo.dll");

    /// <summary>This one: it holds the types that break the rules on purpose.</summary>
    public static ModuleDefinition Tests { get; } = Read("TenantGateway.Tests.dll");

    private static ModuleDefinition Read(string file) => ModuleDefinition.ReadModule(Path.Combine(AppContext.BaseDirectory, file));
}

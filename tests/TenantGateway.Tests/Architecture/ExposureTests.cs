using Mono.Cecil;

namespace TenantGateway.Tests.Architecture;

/// <summary>The process shows nothing that it does not mean to, and nobody changes shared state from outside.</summary>
public sealed class ExposureTests
{
    /// <summary>The entry points of the process: public because the framework makes them so, or because the demo starts the gateway through them.</summary>
    private static readonly HashSet<string> Deliberate = ["Program", "Gateway"];

    [Fact]
    public void ProcessTypes_AreInternal() => Assert.Empty(ExposureRule.PublicTypes(Assemblies.Process, Deliberate));

    [Fact]
    public void StaticFields_CannotBeWrittenFromOutside()
    {
        ModuleDefinition[] modules = [Assemblies.Core, Assemblies.Process, Assemblies.Cli, Assemblies.Demo];

        Assert.Empty(modules.SelectMany(module => ExposureRule.MutableStatics(module.Types)));
    }

    [Fact]
    public void PublicType_IsFoundByName() =>
        Assert.Contains($"{typeof(ExposureTests).FullName} is public", ExposureRule.PublicTypes(Assemblies.Tests, Deliberate));

    [Fact]
    public void DeliberatelyPublicType_IsFine() =>
        Assert.DoesNotContain(ExposureRule.PublicTypes(Assemblies.Tests, new HashSet<string> { typeof(ExposureTests).FullName! }), found => found.StartsWith(typeof(ExposureTests).FullName!, StringComparison.Ordinal));

    [Fact]
    public void WritableStatic_IsFoundByName()
    {
        const string name = "TenantGateway.Tests.Architecture.Samples.Exposure.Counter";

        Assert.Equal([$"{name}.Shared is static and can be written"], ExposureRule.MutableStatics([Assemblies.Tests.GetType(name)]));
    }
}

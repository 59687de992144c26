using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Helm;

/// <summary>What the chart's tests need on the machine; <c>tests/run --install</c> installs it.</summary>
internal static class ChartTools
{
    /// <summary>Where Debian and Ubuntu put the sources of Go packages.</summary>
    public const string GoPath = "/usr/share/gocode";

    /// <summary>Why the tests cannot run here, or null where they can.</summary>
    public static string? Missing { get; } = FindMissing();

    private static string? FindMissing()
    {
        if (!Commands.IsOnPath("go")) return Needs("golang-go");
        if (!HasPackage("github.com/Masterminds/sprig")) return Needs("golang-github-masterminds-sprig-dev");
        if (!HasPackage("sigs.k8s.io/yaml")) return Needs("golang-k8s-sigs-yaml-dev");
        return HasPackage("github.com/xeipuuv/gojsonschema") ? null : Needs("golang-github-xeipuuv-gojsonschema-dev");
    }

    private static string Needs(string package) => $"needs {package} to render the chart; tests/run --install installs it";

    private static bool HasPackage(string importPath) => Directory.Exists(Path.Combine(GoPath, "src", importPath));
}

/// <summary>A test that renders the chart; skipped by name where that is impossible.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ChartFactAttribute : FactAttribute
{
    public ChartFactAttribute() => Skip = ChartTools.Missing;
}

/// <inheritdoc cref="ChartFactAttribute"/>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ChartTheoryAttribute : TheoryAttribute
{
    public ChartTheoryAttribute() => Skip = ChartTools.Missing;
}

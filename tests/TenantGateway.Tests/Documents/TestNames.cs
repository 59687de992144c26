using Mono.Cecil;
using TenantGateway.Tests.Architecture;

namespace TenantGateway.Tests.Documents;

/// <summary>All tests of the repository, by the names that documents give them: <c>Class</c>, <c>Class.Method</c>, and either behind its feature where two classes have one name.</summary>
internal sealed class TestNames
{
    private readonly HashSet<string> _names;

    private TestNames(IEnumerable<string> names) => _names = [.. names];

    /// <summary>Those of all test assemblies, as they were built last.</summary>
    public static TestNames OfRepository { get; } = new(
        ProjectFile.Below("tests").Select(ProjectFile.Read).Where(project => project.Packages.Contains("Microsoft.NET.Test.Sdk")).SelectMany(project => NamesIn(project.Name)));

    public bool Contains(string name) => _names.Contains(name);

    private static IEnumerable<string> NamesIn(string project)
    {
        // .../tests/PROJECT/bin/CONFIGURATION/FRAMEWORK/
        var built = Path.GetRelativePath(SourceTree.PathOf("tests", "TenantGateway.Tests"), AppContext.BaseDirectory);
        var path = SourceTree.PathOf("tests", project, built, $"{project}.dll");
        if (!File.Exists(path)) throw new InvalidOperationException($"{path} is not there: build the solution.");
        using var module = ModuleDefinition.ReadModule(path);
        return [.. module.Types.Where(type => type.Methods.Any(IsTest)).SelectMany(NamesOf)];
    }

    private static IEnumerable<string> NamesOf(TypeDefinition type)
    {
        var feature = type.Namespace.Split('.')[^1];
        foreach (var name in (string[])[type.Name, $"{feature}.{type.Name}"])
        {
            yield return name;
            foreach (var method in type.Methods.Where(IsTest)) yield return $"{name}.{method.Name}";
        }
    }

    private static bool IsTest(MethodDefinition method) =>
        method.CustomAttributes.Any(attribute => attribute.AttributeType.Name is var name && (name.EndsWith("FactAttribute", StringComparison.Ordinal) || name.EndsWith("TheoryAttribute", StringComparison.Ordinal)));
}

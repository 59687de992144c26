namespace TenantGateway.Tests.Architecture;

/// <summary>Namespaces are folders, in every project.</summary>
public sealed class NamespaceTests
{
    [Theory]
    [InlineData("src")]
    [InlineData("tests")]
    [InlineData("load-tests")]
    public void Namespaces_AreFolders(string folder)
    {
        var violations = from path in ProjectFile.Below(folder)
                         let project = ProjectFile.Read(path)
                         from file in ProjectFile.SourcesOf(path)
                         let source = File.ReadAllText(Path.Combine(Path.GetDirectoryName(path)!, file))
                         let violation = NamespaceRule.Violation(file, source, project.RootNamespace)
                         where violation is not null
                         select $"{project.Name}: {violation}";

        Assert.Empty(violations);
    }

    [Theory]
    [InlineData("Keys/Ring.cs", "namespace App;", "Keys/Ring.cs declares App, expected App.Keys")]
    [InlineData("Ring.cs", "namespace App.Keys\n{", "Ring.cs declares App.Keys, expected App")]
    [InlineData("Keys/Ring.cs", "class Ring;", "Keys/Ring.cs declares no namespace, expected App.Keys")]
    [InlineData("Keys/Program.cs", "return 0;", "Keys/Program.cs declares no namespace, expected App.Keys")]
    [InlineData("Keys/Ring.cs", "namespace App.Keys\n{\n}\nnamespace App.Other\n{", "Keys/Ring.cs declares App.Keys, App.Other, expected App.Keys")]
    public void NamespaceBesideItsFolder_IsFound(string path, string source, string violation) =>
        Assert.Equal(violation, NamespaceRule.Violation(path, source, "App"));

    [Theory]
    [InlineData("Keys/Local/Ring.cs", "using System;\n\nnamespace App.Keys.Local; // here")]
    [InlineData("Program.cs", "return 0;")]
    public void NamespaceOfItsFolder_IsFine(string path, string source) => Assert.Null(NamespaceRule.Violation(path, source, "App"));
}

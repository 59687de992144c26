using Mono.Cecil;
using Mono.Cecil.Rocks;

namespace TenantGateway.Tests.Architecture;

/// <summary>The analyzer says nothing of an entry that names no symbol: it just never finds it. So every entry is looked up here.</summary>
public sealed class BannedSymbolsTests
{
    private static readonly Lazy<IReadOnlyList<ModuleDefinition>> Libraries = new(ReadLibraries);

    [Theory]
    [InlineData("BannedSymbols.txt")]
    [InlineData("BannedSymbols.Core.txt")]
    public void Entries_NameSymbolsThatExist(string file)
    {
        var entries = File.ReadAllLines(SourceTree.PathOf(file)).Where(line => line.Length > 0).ToList();

        Assert.NotEmpty(entries);
        Assert.All(entries, entry => Assert.True(Exists(entry.Split(';')[0]), $"No symbol is called {entry.Split(';')[0]}."));
        Assert.All(entries, entry => Assert.Matches("^[^;]+;\\w.*", entry));
    }

    [Theory]
    [InlineData("T:System.Rendom")]
    [InlineData("P:System.DateTime.UtcNau")]
    [InlineData("M:System.Threading.Tasks.Task.Wait(System.String)")]
    [InlineData("M:System.Linq.Enumerable.SequenceEqual`1(System.Collections.Generic.IEnumerable{``0},System.Collections.Generic.IEnumerable{``0})")]
    [InlineData("N:System.Nett")]
    public void EntryWithoutASymbol_IsFound(string id) => Assert.False(Exists(id));

    private static bool Exists(string id)
    {
        var name = id[2..].Split('(')[0];
        return id[0] switch
        {
            'T' => Types(name).Any(),
            'N' => Libraries.Value.Any(library => library.Types.Any(type => type.Namespace == name || type.Namespace.StartsWith(name + ".", StringComparison.Ordinal))),
            'M' or 'P' or 'F' => Types(name[..name.LastIndexOf('.')]).SelectMany(Members).Any(member => DocCommentId.GetDocCommentId(member) == id),
            _ => false,
        };
    }

    private static IEnumerable<TypeDefinition> Types(string name) => Libraries.Value.Select(library => library.GetType(name)).OfType<TypeDefinition>();

    private static IEnumerable<IMemberDefinition> Members(TypeDefinition type) => [.. type.Methods, .. type.Properties, .. type.Fields];

    /// <summary>All that the tests run with: the framework and the packages.</summary>
    private static List<ModuleDefinition> ReadLibraries()
    {
        var trusted = (string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!;
        return [.. trusted.Split(Path.PathSeparator).Where(path => path.EndsWith(".dll", StringComparison.Ordinal)).Select(ModuleDefinition.ReadModule)];
    }
}

namespace TenantGateway.Tests.Architecture;

/// <summary>Feature folders of the process meet only through Core.</summary>
public sealed class FeatureTests
{
    private const string Root = "TenantGateway";

    private const string Samples = "TenantGateway.Tests.Architecture.Samples";

    // Looked for once: every type of the tests is read.
    private static readonly Lazy<List<TypeUse>> ViolationsOfSamples = new(() => [.. FeatureRule.Violations(Assemblies.Tests, Samples)]);

    [Fact]
    public void Features_UseNoTypeOfAnother() =>
        Assert.Empty(FeatureRule.Violations(Assemblies.Process, Root).Select(use => use.ToString()));

    [Fact]
    public void FeatureSources_NameNoOtherFeature()
    {
        var process = SourceTree.PathOf("src", Root);
        var features = Directory.GetDirectories(process).Select(Path.GetFileName).OfType<string>().Except(["bin", "obj", "Properties"]).ToList();

        var named = from file in ProjectFile.SourcesOf(Path.Combine(process, Root + ".csproj"))
                    where file.Contains('/', StringComparison.Ordinal)
                    from line in FeatureRule.NamedIn(File.ReadAllText(Path.Combine(process, file)), Root, file.Split('/')[0], features)
                    select $"{file}: {line}";
        Assert.Empty(named);
    }

    [Theory]
    [InlineData("DerivesIt", "Invoice")]
    [InlineData("ImplementsIt", "IBillable")]
    [InlineData("ConstrainsToIt", "IBillable")]
    [InlineData("KeepsIt", "Invoice")]
    [InlineData("TakesIt", "Invoice")]
    [InlineData("CreatesIt", "Invoice")]
    [InlineData("CallsIt", "Prices")]
    [InlineData("CatchesIt", "UnpaidException")]
    [InlineData("TestsForIt", "Invoice")]
    [InlineData("IsMarkedWithIt", "BilledAttribute")]
    [InlineData("IsMarkedWithItsType", "Invoice")]
    [InlineData("NestsIt", "Invoice.Line")]
    [InlineData("ListsIt", "Invoice")]
    [InlineData("ClosesOverIt", "Prices")]
    [InlineData("AwaitsIt", "Prices")]
    [InlineData("YieldsIt", "Prices")]
    public void UseOfAnotherFeature_IsFoundWithBothNames(string user, string used)
    {
        var violations = ViolationsOfSamples.Value.Where(use => use.User.Name.Split('`')[0] == user).ToList();

        Assert.Contains($"{Samples}.Billing.{used}", violations.Select(use => use.UsedName));
        Assert.All(violations, use => Assert.StartsWith($"{Samples}.Shipping.{user}", use.ToString()));
    }

    [Fact]
    public void UseWithinAFeature_IsFine() =>
        Assert.DoesNotContain(ViolationsOfSamples.Value, use => !use.User.Namespace.EndsWith(".Shipping", StringComparison.Ordinal));

    [Fact]
    public void LineThatNamesAnotherFeature_IsFound()
    {
        const string source = "using App.Keys;\nusing App.Storage.Sqlite;\nusing App.Core.Keys;\nconst int Limit = App.Storage.Rows.Limit;\n";

        Assert.Equal(["using App.Storage.Sqlite;", "const int Limit = App.Storage.Rows.Limit;"], FeatureRule.NamedIn(source, "App", "Keys", ["Keys", "Storage"]));
    }
}

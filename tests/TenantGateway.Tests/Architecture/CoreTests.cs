namespace TenantGateway.Tests.Architecture;

/// <summary>Core computes and nothing else.</summary>
public sealed class CoreTests
{
    private const string Samples = "TenantGateway.Tests.Architecture.Samples.Purity";

    [Fact]
    public void Core_IsPure() => Assert.Empty(PurityRule.Violations(TypeUses.In(Assemblies.Core)).Select(use => use.ToString()));

    [Fact]
    public void Core_ReferencesOnlyTheBaseLibraryAndBouncyCastle() =>
        Assert.Empty(PurityRule.ForeignReferences(Assemblies.Core.AssemblyReferences.Select(reference => reference.Name)));

    [Theory]
    [InlineData("ReadsAFile", "System.IO.File.ReadAllText")]
    [InlineData("OpensAFile", "System.IO.FileStream")]
    [InlineData("ResolvesAName", "System.Net.Dns.GetHostName")]
    [InlineData("WritesToTheConsole", "System.Console.WriteLine")]
    [InlineData("ReadsTheEnvironment", "System.Environment.GetEnvironmentVariable")]
    [InlineData("ReadsTheClock", "System.DateTime.get_UtcNow")]
    [InlineData("MeasuresTime", "System.Diagnostics.Stopwatch.GetTimestamp")]
    [InlineData("TakesAClock", "System.TimeProvider")]
    [InlineData("DrawsAnId", "System.Guid.NewGuid")]
    [InlineData("Waits", "System.Runtime.CompilerServices.IAsyncStateMachine")]
    public void ImpureType_IsFoundWithWhatItUses(string type, string used)
    {
        var violations = PurityRule.Violations(Uses(type)).Select(use => use.ToString());

        Assert.Contains(violations, violation => violation.StartsWith($"{Samples}.{type} uses {used} in ", StringComparison.Ordinal));
    }

    [Fact]
    public void PureType_IsFine() => Assert.Empty(PurityRule.Violations(Uses("Counts")));

    [Fact]
    public void ForeignReference_IsFound() =>
        Assert.Equal(["Dapper", "Microsoft.AspNetCore.Http"], PurityRule.ForeignReferences(["System.Runtime", "Dapper", "Microsoft.AspNetCore.Http", "BouncyCastle.Cryptography"]));

    private static IEnumerable<TypeUse> Uses(string type) => TypeUses.In(Assemblies.Tests.GetType($"{Samples}.{type}"));
}

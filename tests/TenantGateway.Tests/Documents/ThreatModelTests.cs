using System.Text.RegularExpressions;
using TenantGateway.Tests.Architecture;

namespace TenantGateway.Tests.Documents;

/// <summary>The threat model promises nothing that no test shows.</summary>
public sealed partial class ThreatModelTests
{
    private static readonly string[] Lines = File.ReadAllLines(SourceTree.PathOf("docs", "threat-model.md"));

    [Fact]
    public void EveryThreat_HasAControlThatATestShows() => Assert.All(Threats(), threat =>
    {
        Assert.NotEqual("", threat.Control);
        Assert.NotEmpty(threat.Tests);
    });

    [Fact]
    public void EveryTestThatIsNamed_IsThere() =>
        Assert.DoesNotContain(Threats().SelectMany(threat => threat.Tests), name => !TestNames.OfRepository.Contains(name));

    [Theory]
    [InlineData("ThreatModelTests", true)]
    [InlineData("ThreatModelTests.EveryTestThatIsNamed_IsThere", true)]
    [InlineData("Documents.ThreatModelTests.EveryTestThatIsNamed_IsThere", true)]
    [InlineData("ThreatModelTests.Threats", false)]
    [InlineData("StoredTokenTests.EveryBitFlip_IsRefused", true)]
    [InlineData("StoredTokenTests.EveryBitFlip_IsTaken", false)]
    [InlineData("TestNames", false)]
    public void Name_IsKnownWhereItIsATests(string name, bool expected) => Assert.Equal(expected, TestNames.OfRepository.Contains(name));

    /// <summary>Attackers come with what remains of them: nobody is kept out altogether.</summary>
    [Fact]
    public void EveryAttacker_HasWhatRemains()
    {
        var sections = string.Join('\n', Lines).Split("\n## ").Where(section => section.Contains("| threat |", StringComparison.Ordinal)).ToList();

        Assert.Equal(7, sections.Count);
        Assert.All(sections, section => Assert.Contains("*Remains.*", section, StringComparison.Ordinal));
    }

    private static List<(string Threat, string Control, string[] Tests)> Threats()
    {
        var threats = new List<(string, string, string[])>();
        for (var i = 0; i < Lines.Length; i++)
        {
            if (!Lines[i].StartsWith("| threat |", StringComparison.Ordinal)) continue;
            for (i += 2; i < Lines.Length && Lines[i].StartsWith('|'); i++)
            {
                var cells = Lines[i].Split('|', StringSplitOptions.TrimEntries);
                threats.Add((cells[1], cells[2], [.. Code().Matches(cells[3]).Select(match => match.Groups[1].Value)]));
            }
        }

        return threats;
    }

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();
}

using System.Globalization;
using System.Text;
using TenantGateway.Core.Tests.Protection;

namespace TenantGateway.Core.Tests.Tokens;

/// <summary>The lengths by which people make their columns are those of the code.</summary>
public class TokenLengthTests
{
    private const string Heading = "| bytes of the value (UTF-8) |";
    private static readonly TestTenant Acme = TestTenant.Acme;

    [Fact]
    public void LengthsInTheGuide_AreThoseOfTokens()
    {
        var rows = Rows();

        Assert.True(rows.Count >= 10);
        Assert.All(rows, row => Assert.Equal(Measure(row[0]), row[1..]));
    }

    private static int[] Measure(int length)
    {
        var value = Encoding.ASCII.GetBytes(new string('a', length));
        return
        [
            Sealed.Token(Acme.Lookup, value, "email").Length, Sealed.Token(Acme.Data, value, "name").Length, Sealed.Token(Acme.Data, value, "address").Length,
            Sealed.Token(Acme.Data, value, "free-text").Length, Sealed.HandleOf(Acme.Data, Acme.Agent.Id, value, "name").Length,
        ];
    }

    private static List<int[]> Rows() =>
    [
        .. File.ReadAllLines(Path.Combine(RepositoryRoot(), "docs", "onboarding.md")).SkipWhile(line => !line.StartsWith(Heading, StringComparison.Ordinal)).Skip(2)
            .TakeWhile(line => line.StartsWith('|')).Select(line => line.Trim('|').Split('|').Select(cell => int.Parse(cell, NumberStyles.AllowThousands | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture)).ToArray()),
    ];

    private static string RepositoryRoot()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "TenantGateway.sln"))) directory = directory.Parent ?? throw new InvalidOperationException("No solution above the tests.");
        return directory.FullName;
    }
}

using System.Diagnostics;
using System.Text;
using TenantGateway.Core.Content;

namespace TenantGateway.Core.Tests.Content;

public class CaseFoldingTests
{
    [Theory]
    [InlineData("email", "EMAIL", true)]
    [InlineData("address", "addre\u017F\u017F", true)]
    [InlineData("kind", "\u212Aind", true)]
    [InlineData("id", "\u0130d", true)]
    [InlineData("id", "\u0131d", true)]
    [InlineData("pr\u00e9nom", "PR\u00c9NOM", true)]
    [InlineData("\u03c3", "\u03c2", true)]
    [InlineData("\U00010428", "\U00010400", true)]
    [InlineData("email", "emai", false)]
    [InlineData("email", "emails", false)]
    [InlineData("email", "e-mail", false)]
    [InlineData("", "a", false)]
    [InlineData("", "", true)]
    public void Names_AreCompared(string left, string right, bool equal)
    {
        Assert.Equal(equal, CaseFolding.AreEqual(Encoding.UTF8.GetBytes(left), Encoding.UTF8.GetBytes(right)));
        Assert.Equal(equal, CaseFolding.AreEqual(Encoding.UTF8.GetBytes(right), Encoding.UTF8.GetBytes(left)));
    }

    [Fact]
    public void EveryLowerAndUpperCaseOfTheBasicPlane_AreEqual()
    {
        for (var c = (char)1; c < 0xD800; c++)
        {
            var one = Encoding.UTF8.GetBytes(c.ToString());
            Assert.True(CaseFolding.AreEqual(one, Encoding.UTF8.GetBytes(char.ToUpperInvariant(c).ToString())));
        }
    }

    [Fact]
    public void NamesOfMegabytes_CostNothing()
    {
        var name = Encoding.UTF8.GetBytes(new string('\u00e9', 4_000_000));
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < 100_000; i++) CaseFolding.AreEqual(name, "email"u8);
        Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(2));
    }
}

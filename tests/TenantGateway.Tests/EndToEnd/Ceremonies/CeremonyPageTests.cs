using TenantGateway.Tests.Cli;

namespace TenantGateway.Tests.EndToEnd.Ceremonies;

/// <summary>What stands in the page is what is done, and output that differs is found.</summary>
public sealed class CeremonyPageTests
{
    private const string Page = """
        # Key ceremonies

        ## Create

        1. Make it.

           ```console
           $ tgw keys list acme     # reviewer
             2mhpcz   data   1   primary   ...
           $ tgw tenants create acme --reason "a # b"
           ```

           ```azurecli
           az keyvault key list
           ```
        """;

    [Fact]
    public void Blocks_AreReadInTheirOrder()
    {
        var steps = CeremonyPage.Read(Page);

        Assert.Equal(
            [(8, "Create", "console", "tgw keys list acme", "reviewer"), (10, "Create", "console", "tgw tenants create acme --reason \"a # b\"", ""), (14, "Create", "azurecli", "az keyvault key list", "")],
            steps.Select(step => (step.Line, step.Section, step.Language, step.Command, step.Person)));
        Assert.Equal(["2mhpcz   data   1   primary   ..."], steps[0].Prints);
    }

    [Theory]
    [InlineData("2mhpcz data 1 primary today", null)]
    [InlineData("2mhpcz  data  1  readable", "2mhpcz   data   1   primary   ...")]
    [InlineData("x 2mhpcz data 1 primary today", "2mhpcz   data   1   primary   ...")]
    [InlineData("", "2mhpcz   data   1   primary   ...")]
    public void OutputThatDiffers_IsFound(string output, string? missing) => Assert.Equal(missing, Ceremony.Difference(new Ran(0, output, ""), CeremonyPage.Read(Page)[0]));

    [Fact]
    public void CommandThatFails_IsFound() => Assert.Equal("success", Ceremony.Difference(new Ran(6, "2mhpcz data 1 primary today", ""), CeremonyPage.Read(Page)[0]));

    [Theory]
    [InlineData("a  b", "a|b")]
    [InlineData("a \"b c\" '' '$X'", "a|b c||$X")]
    [InlineData("--set \"vault=$X\"", "--set|vault=y")]
    [InlineData("\"{\\\"k\\\":\\\"$X\\\"}\"", "{\"k\":\"y\"}")]
    public void Words_AreThoseOfAShell(string command, string words) => Assert.Equal(words, string.Join('|', ShellWords.Split(command, new Dictionary<string, string> { ["X"] = "y" })));

    [Theory]
    [InlineData("a \"b")]
    [InlineData("a $Y")]
    public void CommandThatIsNotWhole_IsRefused(string command) => Assert.ThrowsAny<Exception>(() => ShellWords.Split(command, new Dictionary<string, string>()));
}

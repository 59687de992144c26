namespace TenantGateway.Tests.Cli;

public sealed class PolicyCoverageCommandTests
{
    [Theory]
    [InlineData("body", "request inspected", 0)]
    [InlineData("body", "request refused", 0)]
    [InlineData("body", "request none", 0)]
    [InlineData("protected", "email", 0)]
    [InlineData("given", "email clear", 0)]
    [InlineData("found", "phone", 0)]
    [InlineData("body", "request opaque", 7)]
    [InlineData("body", "response observed", 7)]
    [InlineData("unlisted", "$.email2", 7)]
    [InlineData("clear-at-rest", "", 7)]
    [InlineData("foreign-token", "", 7)]
    [InlineData("damaged-token", "", 7)]
    [InlineData("observed", "request email", 7)]
    [InlineData("would-refuse", "request ambiguous_name", 7)]
    [InlineData("of-a-later-version", "", 7)]
    [InlineData("body", "request of-a-later-version", 7)]
    public async Task Strict_FailsWhereSomethingPassedThatIsNotProtected(string what, string detail, int exit)
    {
        await using var gateway = await AdminServer.AnsweringAsync(200, $$"""{"from":"2026-03-01","to":"2026-03-07","routes":[{"route":"crm","policy":"crm","mode":"protect","counts":[{"what":"{{what}}","detail":"{{detail}}","count":3}]}]}""");
        foreach (string[] output in new[] { Array.Empty<string>(), ["-o", "json"] })
        {
            Assert.Equal(0, (await Tgw.RunAsync(gateway.Address, ["policy", "coverage", .. output])).Exit);
            var ran = await Tgw.RunAsync(gateway.Address, ["policy", "coverage", "--strict", .. output]);
            Assert.Equal((exit, ""), (ran.Exit, ran.Error));
            Assert.Contains(what, ran.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task WhatIsAskedFor_IsEscaped()
    {
        await using var gateway = await AdminServer.AnsweringAsync(200, """{"from":"2026-03-01","to":"2026-03-07","routes":[]}""");
        Assert.Equal(0, (await Tgw.RunAsync(gateway.Address, "policy", "coverage", "--route", "a&b", "--from", "2026-03-01", "--to", "2026-03-07", "--strict")).Exit);
        Assert.Equal(("GET /admin/coverage", "?route=a%26b&from=2026-03-01&to=2026-03-07"), (gateway.Requests[0].Line, gateway.Requests[0].Query));
    }
}

using System.Text.Json.Nodes;

namespace TenantGateway.Tests.Conversion;

/// <summary><c>tgw convert protect</c>: rows from before the gateway, until its callers find and read them.</summary>
public sealed class ProtectRowsTests(ConversionWorld world) : IClassFixture<ConversionWorld>
{
    [Fact]
    public async Task RowsOfBefore_AreFoundAndReadOnceTheyAreProtected()
    {
        await world.WriteAsync("New", "jane@example.org");
        var rows = Enumerable.Range(1000, 40).Select(id => $$"""{"id":{{id}},"name":"Old{{id}}","email":"jane@example.org","stage":5.0}""");
        var target = world.NewFile();
        world.Rows.Import(string.Join('\n', rows));
        Assert.Equal("New", await world.FindAsync("jane@example.org"));

        var report = await world.DoneAsync([.. Arguments(await world.AllowAsync("repeat"), world.FileOf(world.Rows.Export()), target)]);

        Assert.Equal((41, 80, 0, "repeat"), ((int?)report["rows"], (int?)report["protected"], (int?)report["unprotected"], $"{report["route"]}"));
        var converted = await File.ReadAllTextAsync(target);
        foreach (var value in new[] { "jane", "Old1" }) Assert.DoesNotContain(value, converted, StringComparison.Ordinal);
        world.Rows.Import(converted);
        Assert.Equal(string.Join(' ', Enumerable.Range(1000, 40).Select(id => $"Old{id}").Prepend("New")), await world.FindAsync("jane@example.org"));
    }

    [Fact]
    public async Task RowThatCannotBeProtected_IsToldAndStays()
    {
        var target = world.NewFile();
        var input = world.FileOf("{\"email\":\"a@example.org\"}\n{\"email\":5}\n");

        var ran = await world.TgwAsync([.. Arguments(await world.AllowAsync("repeat"), input, target)]);

        Assert.Equal((7, ""), (ran.Exit, ran.Error));
        Assert.Contains("1 values became tokens by the policy of route repeat; 1 rows could not be protected and are as they were.", ran.Output, StringComparison.Ordinal);
        Assert.Contains("Look at line 2 (unprotected).", ran.Output, StringComparison.Ordinal);
        Assert.EndsWith("{\"email\":5}\n", await File.ReadAllTextAsync(target), StringComparison.Ordinal);
    }

    [Fact]
    public async Task InterruptedRun_IsGoneOnWith_AndEveryRowIsThereOnce()
    {
        var (run, target) = (await world.AllowAsync("repeat"), world.NewFile());
        var input = world.FileOf(string.Concat(Enumerable.Range(0, 40).Select(id => $$"""{"id":{{id}},"name":"{{new string('n', 100)}}","email":"jane@example.org"}""" + "\n")));
        await using (var middleman = await Middleman.StartAsync(world.World.AdminPlane, 3, true))
        {
            Assert.Equal(8, (await world.TgwAsync(middleman.Address, [.. Arguments(run, input, target)])).Exit);
        }

        var report = await world.DoneAsync([.. Arguments(run, input, target), "--resume"]);

        Assert.Equal((40, 80), ((int?)report["rows"], (int?)report["protected"]));
        Assert.Equal(Enumerable.Range(0, 40), (await File.ReadAllLinesAsync(target)).Select(line => (int)JsonNode.Parse(line)!["id"]!));
    }

    [Theory]
    [InlineData("unknown_route", "dataset=contacts", "route=nowhere")]
    [InlineData("unknown_dataset", "dataset=others", "route=repeat")]
    [InlineData("unknown_dataset", "dataset=contacts")]
    public async Task OperationThatCouldNotBeDone_IsRefused(string reason, params string[] parameters)
    {
        var ran = await world.TgwAsync(["operations", "request", "protect-rows", "acme", .. parameters.SelectMany(parameter => new[] { "--set", parameter }), "--reason", "onboarding"]);

        Assert.NotEqual(0, ran.Exit);
        Assert.Contains(reason, ran.Error, StringComparison.Ordinal);
    }

    private static string[] Arguments(string run, string input, string target) =>
        ["convert", "protect", "--tenant", "acme", "--operation", run, "--in", input, "--out", target, "--piece-kilobytes", "1"];
}

using System.Text.Json.Nodes;
using Xunit.Abstractions;

namespace TenantGateway.Tests.Conversion;

/// <summary>A rotation of the lookup key as people carry it out: from the first new token to the proof that no old one is left.</summary>
public sealed class LookupRotationTests(ConversionWorld world, ITestOutputHelper output) : IClassFixture<ConversionWorld>
{
    [Fact]
    public async Task Rotation_EndsWhenAReportShowsNoOldToken_AndNotBefore()
    {
        // :: Step 1: rows of before; the dry run says what would change, and that nothing would break
        for (var i = 0; i < 20; i++) await world.WriteAsync($"Old{i}", $"person{i % 4}@example.org");
        var exportOfBefore = world.Rows.Export();
        await world.FindAsync("person1@example.org");
        var plan = await world.DoneAsync("keys", "rotate-lookup", "acme", "--dry-run", "--reason", "yearly");
        Assert.Equal(("", "[]", "[]"), ($"{plan["refusal"]}", plan["breaks"]!.ToJsonString(), plan["open"]!.ToJsonString()));
        Assert.Equal(2, plan["changes"]!.AsArray().Count);
        Assert.InRange((long?)plan["items"]!.AsArray().Single(key => $"{key!["line"]}" == "lookup")!["tokens"]!["seen"] ?? 0, 5, long.MaxValue);

        // :: Step 2: the rotation; rows of both are found
        await world.RotateLookupAsync();
        for (var i = 0; i < 8; i++) await world.WriteAsync($"New{i}", $"person{i % 4}@example.org");
        const string Both = "New1 New5 Old1 Old13 Old17 Old5 Old9";
        Assert.Equal(Both, await world.FindAsync("person1@example.org"));
        await AssertOpenAsync("All of its rows were not looked at since the generation stopped being written.");
        Assert.Equal("lookup_rotation_unfinished", (await world.AdminAsync(HttpMethod.Post, "keys/rotate-lookup")).Reason);

        // :: Step 3: a look counts from when nobody writes old tokens any more
        await CheckAsync(20, 28);
        await world.OldIsNotWrittenAsync();
        await CheckAsync(20, 28);
        await AssertOpenAsync("met 20 of its tokens.");

        // :: Step 4: the rows are converted, and taken in
        var target = world.NewFile();
        var report = await world.DoneAsync(
            "convert", "retokenize", "--tenant", "acme", "--operation", await world.AllowAsync(), "--in", world.FileOf(world.Rows.Export()), "--out", target);
        Assert.Equal((28, 20, 0), ((int?)report["rows"], (int?)Of(report, "searchable")["rewritten"], (int?)Of(report, "searchable")["left"]));
        await AssertOpenAsync("met 20 of its tokens.");
        Assert.Equal(Both, await world.FindAsync("person1@example.org"));
        world.Rows.Import(await File.ReadAllTextAsync(target));
        Assert.Equal(Both, await world.FindAsync("person1@example.org"));

        // :: Step 5: the report that shows no old token lets it end; asked again, there is nothing to do
        await CheckAsync(0, 28);
        var before = await world.GenerationAsync("searchable") ?? throw new InvalidOperationException();
        Assert.Equal(200, (await world.AdminAsync(HttpMethod.Post, "keys/finish-lookup")).Status);
        Assert.Null(await world.GenerationAsync("searchable"));
        Assert.Equal("readable", $"{(await world.GenerationAsync("readable"))?["state"]}");
        Assert.Equal(200, (await world.AdminAsync(HttpMethod.Post, "keys/finish-lookup")).Status);
        Assert.Equal(Both, await world.FindAsync("person1@example.org"));
        Assert.Single(world.World.Service.Last.RawTarget.Split("pn1."), part => part.Contains('.', StringComparison.Ordinal));

        // :: Step 6: the report of one rotation proves nothing in the next one
        await world.RotateLookupAsync();
        await AssertOpenAsync("All of its rows were not looked at since the generation stopped being written.");
        // A row from a backup of before the first rotation is told of, and holds up nothing.
        await world.OldIsNotWrittenAsync();
        var backup = await CheckFileAsync(exportOfBefore);
        Assert.Equal(20, (int?)backup["generations"]!.AsArray().Single(met => $"{met!["keyId"]}" == $"{before["keyId"]}")!["left"]);
        output.WriteLine($"28 rows, 20 of the older lookup key: {report.ToJsonString()}");
    }

    private async Task CheckAsync(int old, int rows)
    {
        var report = await CheckFileAsync(world.Rows.Export());
        Assert.Equal((rows, 0, 0, 0), ((int?)report["rows"], (int?)report["malformed"], (int?)report["damaged"], (int?)report["foreign"]));
        Assert.Equal(old, report["generations"]!.AsArray().Where(met => $"{met!["state"]}" == "searchable").Sum(met => (int?)met!["left"] ?? -1));
    }

    private Task<JsonNode> CheckFileAsync(string lines) =>
        world.DoneAsync("convert", "check", "--tenant", "acme", "--dataset", ConversionWorld.Dataset, "--in", world.FileOf(lines), "--reason", "rotation");

    private static JsonNode Of(JsonNode report, string state) => report["generations"]!.AsArray().Single(met => $"{met!["state"]}" == state && $"{met["line"]}" == "lookup")!;

    private async Task AssertOpenAsync(string why)
    {
        var refused = await world.AdminAsync(HttpMethod.Post, "keys/finish-lookup");
        Assert.Equal((409, "old_tokens_remain"), (refused.Status, refused.Reason));
        var open = Assert.Single(refused.Json["errors"]!.AsArray());
        Assert.Equal(ConversionWorld.Dataset, $"{open!["path"]}");
        Assert.EndsWith(why, $"{open["problem"]}", StringComparison.Ordinal);
    }
}

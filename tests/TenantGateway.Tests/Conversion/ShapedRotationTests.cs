using System.Text.Json.Nodes;

namespace TenantGateway.Tests.Conversion;

/// <summary>A rotation of the lookup key while rows hold shapes: email shapes tell their key, dates only a slot.</summary>
public sealed class ShapedRotationTests(ConversionWorld world) : IClassFixture<ConversionWorld>
{
    [Fact]
    public async Task Rotation_EndsWhenNoOldShapeIsLeft_AndEveryValueComesBack()
    {
        // :: Step 1: rows of before and of since
        for (var i = 1; i <= 9; i++) await WriteAsync(i);
        await world.RotateLookupAsync();
        for (var i = 1; i <= 9; i++) await WriteAsync(i);
        await AssertReadAsync();
        await world.OldIsNotWrittenAsync();

        // :: Step 2: old dates count as old tokens do
        Assert.Equal(18, await OldAsync());
        Assert.Equal("old_tokens_remain", (await world.AdminAsync(HttpMethod.Post, "keys/finish-lookup")).Reason);

        // :: Step 3: emails are rewritten wherever they are; dates where a route says what they are
        var retokenized = await ConvertAsync("retokenize", await world.AllowAsync());
        Assert.Equal(9, (int?)Of(retokenized)["rewritten"]);
        Assert.Equal(9, await OldAsync());
        var protectedRows = await ConvertAsync("protect", await world.AllowAsync("shaped"));
        Assert.Equal((9, 0), ((int?)Of(protectedRows)["rewritten"], (int?)protectedRows["protected"]));
        Assert.Equal(0, await OldAsync());
        await AssertReadAsync();

        // :: Step 4: the end, after which one shape is asked for, and a third generation that has the first one's slot
        Assert.Equal(200, (await world.AdminAsync(HttpMethod.Post, "keys/finish-lookup")).Status);
        await AssertReadAsync();
        await world.RotateLookupAsync();
        await WriteAsync(10);
        await AssertReadAsync(10);
    }

    private async Task WriteAsync(int number) => Assert.Equal(201, (await world.SendAsync(HttpMethod.Post, "shaped/rows", RowOf(number))).Status);

    private static string RowOf(int number) => $$"""{"email":"jane{{number}}@example.org","hired":"1985-03-{{number:D2}}"}""";

    private async Task AssertReadAsync(params int[] further)
    {
        foreach (var number in Enumerable.Range(1, 9).Concat(further))
        {
            var found = (await world.SendAsync(HttpMethod.Get, $"shaped/rows?email=jane{number}%40example.org")).Json["items"]!.AsArray();
            Assert.Equal(number > 9 ? 1 : 2, found.Count);
            Assert.All(found, row => Assert.Equal(RowOf(number), $$"""{"email":"{{row!["email"]}}","hired":"{{row["hired"]}}"}"""));
        }
    }

    private async Task<JsonNode> ConvertAsync(string verb, string operation)
    {
        var target = world.NewFile();
        var report = await world.DoneAsync("convert", verb, "--tenant", "acme", "--operation", operation, "--in", world.FileOf(world.Rows.Export()), "--out", target);
        world.Rows.Import(await File.ReadAllTextAsync(target));
        return report;
    }

    private async Task<int> OldAsync()
    {
        var report = await world.DoneAsync("convert", "check", "--tenant", "acme", "--dataset", ConversionWorld.Dataset, "--in", world.FileOf(world.Rows.Export()), "--reason", "rotation");
        Assert.Equal((18, 0), ((int?)report["rows"], (int?)report["damaged"]));
        return report["generations"]!.AsArray().Where(met => $"{met!["state"]}" == "searchable").Sum(met => (int?)met!["left"] ?? -1);
    }

    private static JsonNode Of(JsonNode report) => report["generations"]!.AsArray().Single(met => $"{met!["state"]}" == "searchable" && $"{met["line"]}" == "lookup")!;
}

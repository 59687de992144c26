using System.Text;
using System.Text.Json.Nodes;
using TenantGateway.Core.Keys;
using TenantGateway.Tests.Cli;
using TenantGateway.Tests.Rotations;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Conversion;

/// <summary><c>tgw convert retokenize</c> against a running gateway, whatever interrupts it.</summary>
public sealed class RetokenizeTests(ConversionWorld world) : IClassFixture<ConversionWorld>
{
    private const int Rows = 40;

    [Fact]
    public async Task Rows_AreConvertedByteForByte()
    {
        var old = await world.TokenAsync("acme", "jane@example.org");
        var foreign = await world.TokenAsync("globex", "jane@example.org");
        await RotateAtOnceAsync();
        var current = await world.TokenAsync("acme", "jane@example.org");
        string[] passed = [$"{{\"email\":\"{foreign}\"}}\n", "{\"email\":\n", "\n", $"\"{old[..^1]}\"\r\n", "[1, 5.0 ,\"\\u00e9\"]"];
        var input = $"{{\"id\": 1,\t\"email\":\"{old}\"}}\r\n{string.Concat(passed[..^1])}[\"{old} and {old}\"]\n{passed[^1]}";
        var target = world.NewFile();

        var ran = await RunAsync(await world.AllowAsync(), world.FileOf(input), target, more: ["-o", "json"]);

        Assert.Equal((7, ""), (ran.Exit, ran.Error));
        Assert.Equal(input.Replace(old, current, StringComparison.Ordinal), await File.ReadAllTextAsync(target));
        var report = JsonNode.Parse(ran.Output)!;
        Assert.Equal((6, 1, 1, 1), ((int?)report["rows"], (int?)report["malformed"], (int?)report["damaged"], (int?)report["foreign"]));
        Assert.Equal("""[{"line":2,"kind":"foreign"},{"line":3,"kind":"malformed"},{"line":5,"kind":"damaged"}]""", report["problems"]!.ToJsonString());
        Assert.Equal("""{"before":3,"rewritten":3,"left":0,"unreadable":0,"damaged":1}""", CountsOf(report));
        Assert.False(File.Exists(target + ".progress"));
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(target));
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    [InlineData(2, true)]
    [InlineData(7, true)]
    [InlineData(int.MaxValue - 1, true)]
    [InlineData(int.MaxValue, false)]
    [InlineData(int.MaxValue, true)]
    public async Task BrokenCall_IsGoneOnWith_AndNothingIsCountedTwiceOrMissing(int at, bool isDone)
    {
        var (input, whole, calls) = await WholeAsync();
        var (run, target) = (await world.AllowAsync(), world.NewFile());
        // From the back: the last call ends the run.
        var breaksAt = at > calls ? calls - (int.MaxValue - at) : at;
        await using (var middleman = await Middleman.StartAsync(world.World.AdminPlane, breaksAt, isDone))
        {
            var broken = await RunAsync(run, input, target, address: middleman.Address);
            Assert.Equal(8, broken.Exit);
            Assert.Contains("--resume", broken.Error, StringComparison.Ordinal);
            Assert.Equal(breaksAt, middleman.Calls);
        }

        await AssertResumedAsync(run, input, target, whole);
    }

    /// <summary>What a crash leaves behind: an output that is longer than noted, a note that is torn, no output at all.</summary>
    [Theory]
    [InlineData("torn output")]
    [InlineData("torn note")]
    [InlineData("piece without its note")]
    [InlineData("no output")]
    [InlineData("empty log")]
    public async Task CrashBetweenPieceAndNote_IsGoneOnWith(string left)
    {
        var (input, whole, _) = await WholeAsync();
        var (run, target) = (await world.AllowAsync(), world.NewFile());
        var log = target + ".progress";
        var isAtFirst = left is "no output" or "empty log";
        await using (var middleman = await Middleman.StartAsync(world.World.AdminPlane, isAtFirst ? 1 : 5, isDone: true)) Assert.Equal(8, (await RunAsync(run, input, target, address: middleman.Address)).Exit);
        var notes = await File.ReadAllLinesAsync(log);
        switch (left)
        {
            case "torn output": await File.AppendAllTextAsync(target, whole[..200]); break;
            case "torn note": await File.AppendAllTextAsync(log, notes[^1][..80]); break;
            case "piece without its note":
                // The gateway took the fifth piece and lost the answer; as it would be had only the fourth note not reached the disk, that one is asked for once more.
                Assert.Equal(5, notes.Length);
                await File.AppendAllTextAsync(target, whole[..1000]);
                break;
            case "no output": File.Delete(target); break;
            default: await File.WriteAllTextAsync(log, ""); break;
        }

        await AssertResumedAsync(run, input, target, whole);
    }

    [Fact]
    public async Task KilledInTheMiddle_IsGoneOnWith()
    {
        var (input, whole, _) = await WholeAsync(rows: 600);
        var (run, target) = (await world.AllowAsync(), world.NewFile());
        await using (var tgw = ChildProgram.Start(
            [.. ChildProgram.Dotnet("tgw"), .. Arguments(run, input, target)], ("TGW_ADMIN", world.World.AdminPlane.AbsoluteUri), ("TGW_TOKEN", world.AdminToken)))
        {
            await Eventually.IsTrueAsync(() => NotesOf(target) > 10 || tgw.HasExited);
            Assert.False(tgw.HasExited, tgw.Error);
            tgw.Kill();
            await tgw.ExitAsync();
        }

        var notes = NotesOf(target);
        Assert.True(new FileInfo(target).Length < whole.Length, "It was done before it was killed.");
        var report = await AssertResumedAsync(run, input, target, whole, 600);
        Assert.InRange(notes, 10, 200);
        Assert.Equal(600, (int?)report["lines"]);
    }

    [Fact]
    public async Task ChangedFiles_AreNotGoneOnWith()
    {
        var (input, whole, _) = await WholeAsync();
        var (run, target) = (await world.AllowAsync(), world.NewFile());
        await using (var middleman = await Middleman.StartAsync(world.World.AdminPlane, 5, isDone: false)) await RunAsync(run, input, target, address: middleman.Address);
        var before = await File.ReadAllTextAsync(target);

        AssertRefused(await RunAsync(run, input, target, more: ["--resume"], change: (input, "{", "[")), "file_changed", 6);
        AssertRefused(await RunAsync(run, input, target, more: ["--resume"], change: (target, "{", "[")), "file_changed", 6);
        await File.WriteAllTextAsync(target, before[..100]);
        AssertRefused(await RunAsync(run, input, target, more: ["--resume"]), "file_changed", 6);
        await File.WriteAllTextAsync(target, before);
        AssertRefused(await RunAsync(await world.AllowAsync(), input, target, more: ["--resume"]), "other_conversion", 6);
        AssertRefused(await RunAsync(run, input, target), "output_unusable", 2);
        AssertRefused(await RunAsync(run, input, input, more: ["--resume"]), "output_unusable", 2);
        await AssertResumedAsync(run, input, target, whole);

        static void AssertRefused(Ran ran, string code, int exit) => Assert.Equal((exit, true), (ran.Exit, ran.Error.StartsWith($"tgw: {code}:", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task FullDisk_IsToldAndCanBeGoneOnFrom()
    {
        if (!File.Exists("/dev/full")) return;
        var (input, whole, _) = await WholeAsync();
        var (run, target) = (await world.AllowAsync(), world.NewFile());
        File.CreateSymbolicLink(target, "/dev/full");
        await File.WriteAllTextAsync(target + ".progress", $"tgw-conversion-1 acme {run}\n");

        var ran = await RunAsync(run, input, target, more: ["--resume"]);
        Assert.Equal((1, true), (ran.Exit, ran.Error.StartsWith("tgw: file_failed:", StringComparison.Ordinal)));
        Assert.Contains("--resume", ran.Error, StringComparison.Ordinal);

        File.Delete(target);
        await AssertResumedAsync(run, input, target, whole);
    }

    [Fact]
    public async Task OtherFileUnderTheSameOperation_IsRefused()
    {
        var (input, _, _) = await WholeAsync();
        var run = await world.AllowAsync();
        Assert.Equal(0, (await RunAsync(run, input, world.NewFile())).Exit);

        var again = await RunAsync(run, input, world.NewFile());
        Assert.Equal((6, true), (again.Exit, again.Error.StartsWith("tgw: conversion_closed:", StringComparison.Ordinal)));
        var unknown = await RunAsync("op_aaaaaaaaaaaaaaaaaaaaaaaaaa", input, world.NewFile());
        Assert.Equal((5, true), (unknown.Exit, unknown.Error.StartsWith("tgw: unknown_conversion:", StringComparison.Ordinal)));
    }

    /// <summary>Rows with old tokens, what becomes of all of them, and how many calls that takes.</summary>
    private async Task<(string Input, string Whole, int Calls)> WholeAsync(int rows = Rows)
    {
        var lines = new StringBuilder();
        for (var i = 0; i < rows; i++) lines.Append(null, $"{{\"id\":{i},\"email\":\"{await world.TokenAsync("acme", $"p{i}@example.org")}\",\"name\":\"{await world.TokenAsync("acme", $"N{i}", KeyLine.Data)}\"}}\n");
        await RotateAtOnceAsync();
        var (input, target) = (world.FileOf(lines.ToString()), world.NewFile());
        await using var middleman = await Middleman.StartAsync(world.World.AdminPlane, 0, isDone: true);
        Assert.Equal(0, (await RunAsync(await world.AllowAsync(), input, target, address: middleman.Address)).Exit);
        return (input, await File.ReadAllTextAsync(target), middleman.Calls);
    }

    private async Task RotateAtOnceAsync()
    {
        if (await LookupRotation.FindAsync(world.World, "acme", GenerationState.Searchable) is not null) await LookupRotation.EndAsync(world.World, "acme");
        await LookupRotation.BeginAsync(world.World, "acme");
    }

    private async Task<JsonNode> AssertResumedAsync(string run, string input, string target, string whole, int rows = Rows)
    {
        var ran = await RunAsync(run, input, target, more: ["--resume", "-o", "json"]);
        Assert.Equal((0, ""), (ran.Exit, ran.Error));
        Assert.Equal(whole, await File.ReadAllTextAsync(target));
        Assert.False(File.Exists(target + ".progress"));
        var report = JsonNode.Parse(ran.Output)!;
        Assert.Equal(rows, (int?)report["rows"]);
        Assert.Equal($$"""{"before":{{rows}},"rewritten":{{rows}},"left":0,"unreadable":0,"damaged":0}""", CountsOf(report));
        return report;
    }

    /// <summary>The counts of the generation whose tokens were rewritten.</summary>
    private static string CountsOf(JsonNode report)
    {
        var met = report["generations"]!.AsArray().Single(met => (int?)met!["rewritten"] > 0)!.AsObject();
        foreach (var name in (string[])["keyId", "line", "number", "state"]) met.Remove(name);
        return met.ToJsonString();
    }

    private static int NotesOf(string target)
    {
        try
        {
            using var reader = new StreamReader(new FileStream(target + ".progress", FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
            return reader.ReadToEnd().Count(c => c == '\n') - 1;
        }
        catch (FileNotFoundException)
        {
            return 0;
        }
    }

    private async Task<Ran> RunAsync(string run, string input, string target, Uri? address = null, string[]? more = null, (string File, string From, string To)? change = null)
    {
        if (change is not { } spoiled) return await world.TgwAsync(address ?? world.World.AdminPlane, [.. Arguments(run, input, target), .. more ?? []]);
        var before = await File.ReadAllTextAsync(spoiled.File);
        await File.WriteAllTextAsync(spoiled.File, spoiled.To + before[spoiled.From.Length..]);
        var ran = await RunAsync(run, input, target, address, more);
        await File.WriteAllTextAsync(spoiled.File, before);
        return ran;
    }

    // A piece is some rows: a row is about 200 bytes.
    private static string[] Arguments(string run, string input, string target) =>
        ["convert", "retokenize", "--tenant", "acme", "--operation", run, "--in", input, "--out", target, "--piece-kilobytes", "1"];
}

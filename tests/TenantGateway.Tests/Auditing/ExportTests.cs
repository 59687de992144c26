using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Audit.Exports;
using TenantGateway.Tests.Cli;
using TenantGateway.Tests.Storage;

namespace TenantGateway.Tests.Auditing;

/// <summary>Exports of a log that spans several tiles of its tree, verified by <c>tgw</c> with nothing but the key.</summary>
public sealed class ExportTests : IDisposable
{
    private const int Rounds = 220;

    private readonly TempDirectory _directory = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, default));

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task ExportOfATenant_VerifiesOfflineAndHoldsNothingOfOthers()
    {
        await using var host = await FilledAsync();
        var (export, key) = await host.ExportAsync(_directory, new AuditExportRequest("acme", null, null));
        var ran = await Tgw.RunAsync(null, "audit", "verify", export, "--key", key, "-o", "json");
        Assert.Equal((0, ""), (ran.Exit, ran.Error));
        Assert.Equal((Rounds, Rounds), (ran.OutputJson.GetProperty("records").GetInt32(), ran.OutputJson.GetProperty("proofs").GetInt32()));
        Assert.True(ran.OutputJson.GetProperty("checkpoints").GetInt32() > 2);
        using var zip = ZipFile.OpenRead(export);
        Assert.Equal(Lines(zip, "leaves.jsonl"), (await host.RowsAsync("acme")).Select(row => Encoding.UTF8.GetString(row.Leaf)));
        Assert.All(zip.Entries, entry => Assert.DoesNotContain("globex", Text(entry), StringComparison.Ordinal));
        Assert.Equal(Rounds + 1, Lines(zip, "records.csv").Length);
        Assert.All(Lines(zip, "ocsf.jsonl"), line => Assert.Equal("data.revealed", JsonDocument.Parse(line).RootElement.GetProperty("message").GetString()));
        Assert.Contains("tgw audit verify", Text(zip.GetEntry("README.md")!), StringComparison.Ordinal);
        Assert.Equal(File.ReadAllText(key).Trim(), Text(Assert.Single(zip.Entries, entry => entry.FullName.StartsWith("keys/", StringComparison.Ordinal))).Trim());
    }

    [Fact]
    public async Task ExportOfAPeriod_HoldsItAlone()
    {
        await using var host = await FilledAsync();
        var (from, to) = (new DateTimeOffset(2026, 1, 1, 2, 0, 0, default), new DateTimeOffset(2026, 1, 1, 4, 0, 0, default));
        var (export, key) = await host.ExportAsync(_directory, new AuditExportRequest("acme", from, to));
        Assert.Equal(0, (await Tgw.RunAsync(null, "audit", "verify", export, "--key", key)).Exit);
        using var zip = ZipFile.OpenRead(export);
        var times = Lines(zip, "leaves.jsonl").Select(line => JsonDocument.Parse(line).RootElement.GetProperty("time").GetDateTimeOffset()).ToList();
        Assert.NotEmpty(times);
        Assert.All(times, time => Assert.InRange(time, from, to.AddTicks(-1)));
        Assert.Equal(times.Count, (await host.RowsAsync("acme")).Count(row => DateTimeOffset.Parse(row.Member("time")!, System.Globalization.CultureInfo.InvariantCulture) is var time && time >= from && time < to));
    }

    [Fact]
    public async Task ExportOfTheWholeLog_VerifiesAgainstCheckpointsThatWereKeptElsewhere()
    {
        await using var host = await FilledAsync();
        Directory.CreateDirectory(_directory["worm"]);
        var kept = await host.SignAsync();
        await File.WriteAllBytesAsync(Path.Combine(_directory["worm"], "one.checkpoint"), kept.Note.ToArray());
        await host.CommitAsync("acme", "later");
        var (export, key) = await host.ExportAsync(_directory, new AuditExportRequest(null, null, null));
        var ran = await Tgw.RunAsync(null, "audit", "verify", export, "--key", key, "--checkpoints", _directory["worm"]);
        Assert.Equal((0, ""), (ran.Exit, ran.Error));
        Assert.Contains("1 checkpoints that were kept elsewhere agree.", ran.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EmptyExport_Verifies()
    {
        await using var host = await SignedLog.StartAsync(_directory, _time);
        await host.CommitAsync("acme", "entry");
        var (export, key) = await host.ExportAsync(_directory, new AuditExportRequest("nobody", null, null));
        var ran = await Tgw.RunAsync(null, "audit", "verify", export, "--key", key);
        Assert.Equal((0, ""), (ran.Exit, ran.Error));
    }

    [Fact]
    public async Task DetailsThatAreErased_LeaveEveryProofValid()
    {
        await using var host = await SignedLog.StartAsync(_directory, _time);
        await host.CreateTenantAsync("acme");
        for (var i = 0; i < 5; i++) await host.CommitAsync("acme", "entry", new AuditDetails("a reason", "203.0.113.77"));
        await host.SignAsync();
        Assert.Equal(5, await host.Get<IAuditStore>().EraseDetailsAsync("acme", null, default));
        await host.CommitAsync("acme", "after");
        foreach (var request in (AuditExportRequest[])[new("acme", null, null), new(null, null, null)])
        {
            var (export, key) = await host.ExportAsync(_directory, request);
            var ran = await Tgw.RunAsync(null, "audit", "verify", export, "--key", key);
            Assert.Equal((0, ""), (ran.Exit, ran.Error));
        }
    }

    [Fact]
    public async Task ChangedExport_NamesTheRecordAndExitsWithAnError()
    {
        await using var host = await SignedLog.StartAsync(_directory, _time);
        for (var i = 0; i < 5; i++) await host.CommitAsync("acme", $"entry {i}");
        var (export, key) = await host.ExportAsync(_directory, new AuditExportRequest("acme", null, null));
        await using (var zip = await ZipFile.OpenAsync(export, ZipArchiveMode.Update))
        {
            var entry = zip.GetEntry("leaves.jsonl")!;
            var changed = Text(entry).Replace("entry 3", "entry 9", StringComparison.Ordinal);
            entry.Delete();
            await using var stream = await zip.CreateEntry("leaves.jsonl").OpenAsync();
            await stream.WriteAsync(Encoding.UTF8.GetBytes(changed));
        }

        var ran = await Tgw.RunAsync(null, "audit", "verify", export, "--key", key);
        Assert.Equal(7, ran.Exit);
        Assert.Contains("record acme 4: ", ran.Error, StringComparison.Ordinal);
        Assert.Contains("record_altered", ran.Error, StringComparison.Ordinal);
        Assert.Equal("", ran.Output);
    }

    private async Task<StateHost> FilledAsync()
    {
        var host = await SignedLog.StartAsync(_directory, _time);
        for (var round = 0; round < Rounds; round++)
        {
            await Task.WhenAll(host.CommitAsync("acme", $"{round}"), host.CommitAsync("globex", $"{round}"), host.CommitAsync("operator", $"{round}"));
            _time.Advance(TimeSpan.FromMinutes(2));
            if (round % 30 == 0) await host.SignAsync();
        }

        return host;
    }

    private static string Text(ZipArchiveEntry entry)
    {
        using var reader = new StreamReader(entry.Open(), Encoding.UTF8);
        return reader.ReadToEnd();
    }

    private static string[] Lines(ZipArchive zip, string name) => Text(zip.GetEntry(name)!).Split('\n', StringSplitOptions.RemoveEmptyEntries);
}

using Dapper;
using TenantGateway.Core.Access;
using TenantGateway.Core.Keys;
using TenantGateway.Tests.Storage;

namespace TenantGateway.Tests.Conversion;

/// <summary>What proves that no token of a generation is left, and what does not.</summary>
public sealed class OldTokenProofsTests : IAsyncLifetime
{
    private const string Clean = "{\"email\":null}\n";

    private readonly TempDirectory _directory = new();
    private ConversionHost? _host;
    private string _row = "";
    private DateTimeOffset _writtenUntil;

    private ConversionHost Host => _host ?? throw new InvalidOperationException("Not started.");

    public async Task InitializeAsync()
    {
        _host = await ConversionHost.StartAsync(_directory);
        _row = await _host.RowAsync(ConversionHost.Acme);
        _writtenUntil = _host.Clock.GetUtcNow();
        _host.Clock.Advance(TimeSpan.FromSeconds(1));
    }

    public async Task DisposeAsync()
    {
        await Host.DisposeAsync();
        _directory.Dispose();
    }

    [Fact]
    public async Task CleanLookAtEveryDataset_IsAProof()
    {
        await LookAsync(Clean + await Host.RowAsync(ConversionHost.Globex));
        Assert.Empty(await OpenAsync());

        await Host.Conversions.DeclareAsync(ConversionHost.Acme, ["contacts", "orders"], default);
        Assert.Equal(["orders: All of its rows were not looked at since the generation stopped being written."], await OpenAsync());
        await LookAsync(Clean, "orders");
        Assert.Empty(await OpenAsync());
    }

    [Fact]
    public async Task NoDataset_NoProof()
    {
        await Host.Conversions.DeclareAsync(ConversionHost.Acme, [], default);
        Assert.Equal([": No dataset is declared."], await OpenAsync());
    }

    [Fact]
    public async Task OldTokens_AreNoProof_UntilALaterLookMeetsNone()
    {
        await LookAsync(Clean + _row + _row);
        Assert.Equal(["contacts: The look that began at 2026-03-01 12:00:01Z met 2 of its tokens."], await OpenAsync());
        await LookAsync(_row[..^4] + "\"}\n");
        Assert.Equal(["contacts: The look that began at 2026-03-01 12:00:02Z met 1 of its tokens."], await OpenAsync());
        await LookAsync(Clean);
        Assert.Empty(await OpenAsync());
        // A still later one that has met one speaks against it even before its end.
        await Host.LookAsync(ConversionHost.Acme, _row, ends: false);
        Assert.Single(await OpenAsync());
    }

    [Theory]
    [InlineData("", "met no row at all.")]
    [InlineData("\n\n", "met no row at all.")]
    [InlineData("{\"email\":\n", "could not read 1 rows.")]
    [InlineData("\uFEFF{}\n", "could not read 1 rows.")]
    public async Task LookThatSawLittle_IsNoProof(string lines, string why)
    {
        var run = await Host.BeginAsync(ConversionHost.Acme);
        var length = System.Text.Encoding.UTF8.GetByteCount(lines);
        if (length > 0) Assert.Null((await Host.TakeAsync(run, 0, lines)).Refusal);
        Assert.Null((await Host.Conversions.EndAsync(ConversionHost.Acme, run.Id, ConversionHost.Admin, length, default)).Refusal);

        Assert.EndsWith(why, Assert.Single(await OpenAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task LookThatBeganTooEarlyOrHasNotEnded_IsNoProof()
    {
        await Host.LookAsync(ConversionHost.Acme, Clean, ends: false);
        Assert.Single(await OpenAsync());
        await LookAsync(Clean);
        Assert.Empty(await OpenAsync());
        _writtenUntil = Host.Clock.GetUtcNow();
        Assert.Equal(["contacts: All of its rows were not looked at since the generation stopped being written."], await OpenAsync());
    }

    /// <summary>Whoever can write the database, and has signed reports of all kinds at hand, proves nothing with them.</summary>
    [Theory]
    [InlineData(true, "UPDATE conversion_runs SET tally = (SELECT tally FROM conversion_runs WHERE tenant_id = 'globex') WHERE tenant_id = 'acme'")]
    [InlineData(true, "UPDATE conversion_runs SET tally = replace(tally, '\"found\":1', '\"found\":0')")]
    [InlineData(true, "UPDATE conversion_runs SET tally = last_tally")]
    [InlineData(true, "DELETE FROM conversion_runs WHERE tally LIKE '%\"found\":1%'")]
    [InlineData(true, "UPDATE dataset_inventories SET datasets = replace(datasets, 'contacts', 'archive') WHERE tenant_id = 'acme'")]
    [InlineData(false, "UPDATE conversion_runs SET tenant_id = 'acme', dataset = 'contacts' WHERE tenant_id = 'globex'")]
    [InlineData(false, "UPDATE conversion_runs SET dataset = 'contacts' WHERE dataset = 'orders'")]
    [InlineData(false, "UPDATE conversion_runs SET began_at = '2027-01-01T00:00:00.0000000+00:00' WHERE dataset = 'contacts'")]
    [InlineData(false, "UPDATE conversion_runs SET ended_at = began_at WHERE ended_at IS NULL")]
    [InlineData(false, "DELETE FROM dataset_inventories WHERE tenant_id = 'acme'")]
    [InlineData(false, "UPDATE dataset_inventories SET datasets = (SELECT datasets FROM dataset_inventories WHERE tenant_id = 'globex') WHERE tenant_id = 'acme'")]
    [InlineData(false, "UPDATE dataset_inventories SET (datasets, signature) = (SELECT datasets, signature FROM dataset_inventories WHERE tenant_id = 'globex') WHERE tenant_id = 'acme'")]
    public async Task ForgedOrReplayedReport_IsNoProof(bool isMet, string forgery)
    {
        await Host.Conversions.DeclareAsync(ConversionHost.Globex, ["orders"], default);
        await Host.Conversions.DeclareAsync(ConversionHost.Acme, ["contacts", "orders"], default);
        // Clean looks that do not count for these rows: too early, at other rows, at another tenant's, not ended.
        await LookAsync(Clean);
        _writtenUntil = Host.Clock.GetUtcNow();
        Host.Clock.Advance(TimeSpan.FromSeconds(1));
        await LookAsync(Clean, "orders");
        await Host.LookAsync(ConversionHost.Globex, Clean, "orders");
        await Host.LookAsync(ConversionHost.Acme, Clean, ends: false);
        if (isMet) await LookAsync(_row);
        Assert.StartsWith("contacts:", Assert.Single(await OpenAsync()), StringComparison.Ordinal);

        await using (var stranger = TestDatabase.Stranger(_directory)) Assert.InRange(await stranger.ExecuteAsync(forgery), 1, 5);

        Assert.NotEmpty(await OpenAsync());
    }

    [Fact]
    public async Task ChangedRun_IsUnknownAndAlarmed()
    {
        var run = await Host.LookAsync(ConversionHost.Acme, _row, ends: false);
        await using (var stranger = TestDatabase.Stranger(_directory)) Assert.Equal(1, await stranger.ExecuteAsync("UPDATE conversion_runs SET actor = 'ac_thief'"));

        Assert.Equal(Reasons.UnknownConversion, (await Host.TakeAsync(run, 0, _row, new ActorId("ac_thief"))).Refusal);
        Assert.Contains(Host.Logs.Lines, line => line.Contains($" 6400: Refused the stored conversion {run.Id} of acme", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ChangedInventory_CountsForNothingAndIsReplaced()
    {
        await using (var stranger = TestDatabase.Stranger(_directory)) Assert.Equal(1, await stranger.ExecuteAsync("UPDATE dataset_inventories SET datasets = '[]' WHERE tenant_id = 'acme'"));
        Assert.Equal([": No dataset is declared."], await OpenAsync());
        Assert.Contains(Host.Logs.Lines, line => line.Contains(" 6401: Refused the stored datasets of acme", StringComparison.Ordinal));

        await Host.Conversions.DeclareAsync(ConversionHost.Acme, ["contacts"], default);
        await LookAsync(Clean);
        Assert.Empty(await OpenAsync());
    }

    /// <summary>Looks, and lets a second pass.</summary>
    private async Task LookAsync(string lines, string dataset = "contacts")
    {
        await Host.LookAsync(ConversionHost.Acme, lines, dataset);
        Host.Clock.Advance(TimeSpan.FromSeconds(1));
    }

    private async Task<IEnumerable<string>> OpenAsync() =>
        (await Host.Get<IOldTokenProofs>().FindOpenAsync(ConversionHost.Acme, await Host.LookupAsync(ConversionHost.Acme), _writtenUntil, default)).Select(open => $"{open.Dataset}: {open.Why}");
}

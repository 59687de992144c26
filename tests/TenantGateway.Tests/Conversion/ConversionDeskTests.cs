using TenantGateway.Core.Access;
using TenantGateway.Core.Conversion;
using TenantGateway.Tests.Storage;

namespace TenantGateway.Tests.Conversion;

public sealed class ConversionDeskTests : IAsyncLifetime
{
    private readonly TempDirectory _directory = new();
    private ConversionHost? _host;
    private string _row = "";

    private ConversionHost Host => _host ?? throw new InvalidOperationException("Not started.");

    public async Task InitializeAsync()
    {
        _host = await ConversionHost.StartAsync(_directory);
        _row = await _host.RowAsync(ConversionHost.Acme);
    }

    public async Task DisposeAsync()
    {
        await Host.DisposeAsync();
        _directory.Dispose();
    }

    [Fact]
    public async Task PieceThatComesTwice_CountsOnce()
    {
        var run = await Host.BeginAsync(ConversionHost.Acme);
        await Host.TakeAsync(run, 0, _row);
        await Host.TakeAsync(run, _row.Length, _row + _row);
        var (again, refusal) = await Host.TakeAsync(run, _row.Length, _row + _row);
        Assert.Null(refusal);
        AssertAt(again, 3 * _row.Length, rows: 3);

        // Cut in another way by who goes on.
        AssertAt((await Host.TakeAsync(run, _row.Length, _row)).Run, 2 * _row.Length, rows: 2);
        AssertAt((await Host.TakeAsync(run, 2 * _row.Length, _row)).Run, 3 * _row.Length, rows: 3);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(long.MaxValue)]
    public async Task PieceThatDoesNotFollow_IsRefusedWithTheOffset(long at)
    {
        var run = await Host.BeginAsync(ConversionHost.Acme);
        for (var i = 0; i < 2; i++) await Host.TakeAsync(run, i * _row.Length, _row);

        var (now, refusal) = await Host.TakeAsync(run, at, _row);

        Assert.Equal(Reasons.ConversionOutOfStep, refusal);
        AssertAt(now, 2 * _row.Length, rows: 2);
        Assert.Equal(Reasons.ConversionOutOfStep, (await Host.Conversions.EndAsync(ConversionHost.Acme, run.Id, ConversionHost.Admin, at, default)).Refusal);
    }

    [Fact]
    public async Task PieceFromManyAtOnce_CountsOnce()
    {
        var run = await Host.BeginAsync(ConversionHost.Acme);
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Host.TakeAsync(run, 0, _row)));

        Assert.Contains(answers, answer => answer.Refusal is null);
        Assert.All(answers, answer => Assert.True(answer.Refusal is null || answer.Refusal == Reasons.ConversionOutOfStep));
        AssertAt((await Host.Conversions.FindAsync(ConversionHost.Acme, run.Id, default)).Run, _row.Length, rows: 1);
    }

    [Fact]
    public async Task RunOfSomebodyElse_IsUnknown()
    {
        var run = await Host.BeginAsync(ConversionHost.Acme);

        Assert.Equal(Reasons.UnknownConversion, (await Host.TakeAsync(run, 0, _row, actor: new ActorId("ac_other"))).Refusal);
        Assert.Equal(Reasons.UnknownConversion, (await Host.TakeAsync(run, 0, _row, tenant: ConversionHost.Globex)).Refusal);
        Assert.Equal(Reasons.UnknownConversion, (await Host.Conversions.EndAsync(ConversionHost.Globex, run.Id, ConversionHost.Admin, 0, default)).Refusal);
        Assert.Equal(Reasons.UnknownConversion, (await Host.Conversions.EndAsync(ConversionHost.Acme, run.Id, new ActorId("ac_other"), 0, default)).Refusal);
        Assert.Equal(Reasons.UnknownConversion, (await Host.Conversions.FindAsync(ConversionHost.Globex, run.Id, default)).Refusal);
    }

    [Fact]
    public async Task RunThatEnded_TakesNothing_AndEndsAgainAsItDid()
    {
        var run = await Host.LookAsync(ConversionHost.Acme, _row);

        Assert.Equal(Reasons.ConversionClosed, (await Host.TakeAsync(run, _row.Length, _row)).Refusal);
        Assert.Equal(Reasons.ConversionClosed, (await Host.TakeAsync(run, 0, _row)).Refusal);
        Assert.Equal(Reasons.ConversionClosed, (await Host.Conversions.EndAsync(ConversionHost.Acme, run.Id, ConversionHost.Admin, 1, default)).Refusal);
        var (again, refusal) = await Host.Conversions.EndAsync(ConversionHost.Acme, run.Id, ConversionHost.Admin, _row.Length, default);
        Assert.Null(refusal);
        AssertAt(again, _row.Length, rows: 1);
    }

    [Fact]
    public async Task RunOfThreeDays_IsClosed()
    {
        var run = await Host.BeginAsync(ConversionHost.Acme);
        Host.Clock.Advance(ConversionRun.Life - TimeSpan.FromSeconds(1));
        Assert.Null((await Host.TakeAsync(run, 0, _row)).Refusal);
        Host.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(Reasons.ConversionClosed, (await Host.TakeAsync(run, _row.Length, _row)).Refusal);
        Assert.Equal(Reasons.ConversionClosed, (await Host.Conversions.EndAsync(ConversionHost.Acme, run.Id, ConversionHost.Admin, _row.Length, default)).Refusal);
    }

    [Fact]
    public async Task AnotherProcess_GoesOn()
    {
        var run = await Host.BeginAsync(ConversionHost.Acme);
        await Host.TakeAsync(run, 0, _row + "{\n");
        await Host.DisposeAsync();
        _host = await ConversionHost.StartAsync(_directory);

        await Host.TakeAsync(run, _row.Length + 2, _row + "{\n");
        var (ended, refusal) = await Host.Conversions.EndAsync(ConversionHost.Acme, run.Id, ConversionHost.Admin, 2 * (_row.Length + 2), default);

        Assert.Null(refusal);
        AssertAt(ended, 2 * (_row.Length + 2), rows: 4, found: 2);
        Assert.Equal([2L, 4L], ended!.Tally.Problems.Select(problem => problem.Line));
        var shown = Assert.Single(await Host.Conversions.ListAsync(ConversionHost.Acme, default));
        Assert.Equal((run.Id, 4L), (shown.LastRun?.Id, shown.LastRun?.Tally.Rows));
    }

    [Fact]
    public async Task ForeignTokens_AreLogged()
    {
        await Host.LookAsync(ConversionHost.Acme, await Host.RowAsync(ConversionHost.Globex));
        Assert.Contains(Host.Logs.Lines, line => line.Contains(" 6403: ", StringComparison.Ordinal) && line.Contains("1 tokens of other tenants in acme's dataset contacts", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Datasets_AreReplacedAndKeepTheirTimes()
    {
        var before = Host.Clock.GetUtcNow();
        Host.Clock.Advance(TimeSpan.FromDays(1));
        await Host.Conversions.DeclareAsync(ConversionHost.Acme, ["orders", "contacts", "orders"], default);

        Assert.Equal([("contacts", before), ("orders", before.AddDays(1))], await DatasetsAsync());
        await Host.Conversions.DeclareAsync(ConversionHost.Acme, ["orders"], default);
        Assert.Equal([("orders", before.AddDays(1))], await DatasetsAsync());
        await Task.WhenAll(Enumerable.Range(0, 4).Select(i => Host.Conversions.DeclareAsync(ConversionHost.Acme, [$"set{i}"], default).AsTask()));
        Assert.Single(await DatasetsAsync());
        Assert.Equal("contacts", Assert.Single(await Host.Conversions.ListAsync(ConversionHost.Globex, default)).Dataset.Name);

        async Task<IEnumerable<(string, DateTimeOffset)>> DatasetsAsync() =>
            (await Host.Conversions.ListAsync(ConversionHost.Acme, default)).Select(status => (status.Dataset.Name, status.Dataset.DeclaredAt));
    }

    private static void AssertAt(ConversionRun? run, long offset, long rows, long? found = null)
    {
        Assert.NotNull(run);
        Assert.Equal((offset, rows, found ?? rows), (run.Offset, run.Tally.Rows, Assert.Single(run.Tally.Generations).Value.Found));
    }
}

using TenantGateway.Storage.Sqlite;

namespace TenantGateway.Tests.Storage.Sqlite;

public sealed class WriteTurnsTests
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);
    private readonly WriteTurns _turns = new();

    [Fact]
    public async Task TrailComesBeforeState_AndStateBeforeProjections()
    {
        var first = await TakeAsync(WriteRank.Projection);
        var waiting = new List<(WriteRank Rank, Task<IDisposable> Turn)>();
        foreach (var rank in (WriteRank[])[WriteRank.Projection, WriteRank.State, WriteRank.Projection, WriteRank.Trail, WriteRank.State]) waiting.Add((rank, TakeAsync(rank)));
        var expected = new[] { 3, 1, 4, 0, 2 };
        var last = first;
        foreach (var next in expected)
        {
            Assert.All(waiting.Where((_, i) => expected.SkipWhile(e => e != next).Contains(i)), one => Assert.False(one.Turn.IsCompleted));
            last.Dispose();
            last = await waiting[next].Turn;
        }

        last.Dispose();
        (await TakeAsync(WriteRank.Projection)).Dispose();
    }

    [Fact]
    public async Task WhoWaitedInVain_IsNotGivenTheTurn()
    {
        var first = await TakeAsync(WriteRank.State);
        using var leaving = new CancellationTokenSource();
        var leaver = _turns.TakeAsync(WriteRank.Trail, Long, leaving.Token).AsTask();
        await Assert.ThrowsAsync<TimeoutException>(() => _turns.TakeAsync(WriteRank.Trail, TimeSpan.FromMilliseconds(1), default).AsTask());
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaver);
        var next = TakeAsync(WriteRank.Projection);
        first.Dispose();
        (await next).Dispose();
    }

    [Fact]
    public async Task TurnGivenBackTwice_IsGivenOnOnce()
    {
        var first = await TakeAsync(WriteRank.Trail);
        var (second, third) = (TakeAsync(WriteRank.Trail), TakeAsync(WriteRank.Trail));
        first.Dispose();
        first.Dispose();
        await second;
        Assert.False(third.IsCompleted);
    }

    [Fact]
    public async Task ManyAtOnce_AreAloneOneAfterTheOther()
    {
        var (inside, most, done) = (0, 0, 0);
        await Task.WhenAll(Enumerable.Range(0, 300).Select(i => Task.Run(async () =>
        {
            using var leaving = new CancellationTokenSource(i % 7 == 0 ? TimeSpan.FromMilliseconds(i % 3) : Long);
            try
            {
                using var turn = await _turns.TakeAsync((WriteRank)(i % 3), Long, leaving.Token);
                most = Math.Max(most, Interlocked.Increment(ref inside));
                await Task.Yield();
                Interlocked.Decrement(ref inside);
                Interlocked.Increment(ref done);
            }
            catch (OperationCanceledException)
            {
                Interlocked.Increment(ref done);
            }
        })));
        Assert.Equal((1, 300), (most, done));
        (await TakeAsync(WriteRank.Projection)).Dispose();
    }

    private Task<IDisposable> TakeAsync(WriteRank rank) => _turns.TakeAsync(rank, Long, default).AsTask();
}

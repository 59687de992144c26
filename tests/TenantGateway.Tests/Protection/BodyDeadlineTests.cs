using TenantGateway.Protection;

namespace TenantGateway.Tests.Protection;

public sealed class BodyDeadlineTests
{
    private static readonly TimeSpan Long = TimeSpan.FromHours(1);

    private readonly BodyDeadline.Pool _pool = new(TimeProvider.System);

    [Fact]
    public void Exchange_EndsItToo()
    {
        using var exchange = new CancellationTokenSource();
        using var deadline = _pool.Begin(Long, exchange.Token);
        Assert.False(deadline.Token.IsCancellationRequested);
        exchange.Cancel();
        Assert.True(deadline.Token.IsCancellationRequested);
    }

    [Fact]
    public async Task Time_EndsIt()
    {
        using var deadline = _pool.Begin(TimeSpan.FromMilliseconds(1), CancellationToken.None);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.Delay(TimeSpan.FromSeconds(20), deadline.Token));
    }

    [Fact]
    public void OneThatIsOver_IsUsedAgain_AndAnExchangeBeforeDoesNotEndIt()
    {
        using var before = new CancellationTokenSource();
        var first = _pool.Begin(Long, before.Token);
        first.Dispose();
        using var second = _pool.Begin(Long, CancellationToken.None);
        Assert.Same(first, second);
        before.Cancel();
        Assert.False(second.Token.IsCancellationRequested);
    }

    [Fact]
    public void OneThatHasPassed_IsNotUsedAgain()
    {
        using var exchange = new CancellationTokenSource();
        var passed = _pool.Begin(Long, exchange.Token);
        exchange.Cancel();
        passed.Dispose();
        using var next = _pool.Begin(Long, CancellationToken.None);
        Assert.NotSame(passed, next);
        Assert.False(next.Token.IsCancellationRequested);
    }
}

namespace TenantGateway.Tests.World;

/// <summary>Waits for what happens in its own time, far longer than it should take.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    /// <exception cref="TimeoutException">It did not happen.</exception>
    public static async Task IsTrueAsync(Func<Task<bool>> condition, string what)
    {
        using var deadline = new CancellationTokenSource(Patience);
        using var timer = new PeriodicTimer(Interval);
        while (!await condition())
        {
            if (deadline.IsCancellationRequested) throw new TimeoutException($"Not seen within {Patience.TotalSeconds} s: {what}.");
            await timer.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    public static Task IsTrueAsync(Func<bool> condition, string what) => IsTrueAsync(() => Task.FromResult(condition()), what);
}

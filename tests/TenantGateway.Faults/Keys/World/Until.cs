namespace TenantGateway.Faults.Keys.World;

/// <summary>Waits for what happens on its own time, as long as a row may take.</summary>
internal static class Until
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    public static Task TrueAsync(Func<bool> condition, CancellationToken cancellationToken) => TrueAsync(() => Task.FromResult(condition()), cancellationToken);

    public static async Task TrueAsync(Func<Task<bool>> condition, CancellationToken cancellationToken)
    {
        while (!await condition()) await Task.Delay(Pause, cancellationToken);
    }
}

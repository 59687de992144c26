namespace TenantGateway.Auditing.Projections;

/// <summary>
/// Work beside requests, in slices: what has run for <see cref="Slice"/> lets those go first who wait, as there may be one core for all. Asked between steps that are short beside that.
/// </summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class WorkSlices(TimeProvider time)
{
    /// <summary>About as long as three requests take.</summary>
    public static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(0.5);

    private long _began = time.GetTimestamp();

    /// <summary>Completes at once within a slice.</summary>
    public ValueTask GiveWayAsync() => time.GetElapsedTime(_began) < Slice ? ValueTask.CompletedTask : NextAsync();

    private async ValueTask NextAsync()
    {
        await Task.Yield();
        _began = time.GetTimestamp();
    }
}

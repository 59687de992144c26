namespace TenantGateway.Auditing.Projections;

/// <summary>
/// Work beside requests, in slices: what has run for one lets those go first who wait, as there may be one core for all. It is asked between steps that are short beside <see cref="Shortest"/>.
/// A slice lasts longer the longer was waited for it, so that however many requests there are, the work gets its share of a core.
/// </summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class WorkSlices(TimeProvider time)
{
    /// <summary>What is waited for a slice is at most so many times its length.</summary>
    internal const int MostWaited = 8;

    /// <summary>About as long as three requests take.</summary>
    internal static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(0.5);

    private long _began = time.GetTimestamp();
    private TimeSpan _length = Shortest;

    /// <summary>Completes at once within a slice.</summary>
    public ValueTask GiveWayAsync() => time.GetElapsedTime(_began) < _length ? ValueTask.CompletedTask : NextAsync();

    private async ValueTask NextAsync()
    {
        var waitsSince = time.GetTimestamp();
        await Task.Yield();
        _began = time.GetTimestamp();
        var earned = time.GetElapsedTime(waitsSince, _began) / MostWaited;
        _length = earned > Shortest ? earned : Shortest;
    }
}

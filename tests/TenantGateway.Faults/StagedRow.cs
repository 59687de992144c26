using System.Globalization;

namespace TenantGateway.Faults;

/// <summary>Something that is done in a world that rows share.</summary>
internal abstract class StagedRow<TWorld> : IFault
{
    public abstract string Name { get; }

    public abstract string Promise { get; }

    public TimeSpan Patience => TimeSpan.FromMinutes(8);

    /// <summary>What is missing on this machine to play it; null where nothing is.</summary>
    protected virtual string? Missing => null;

    private static TimeSpan ShortPatience => TimeSpan.FromSeconds(100);

    /// <summary>How long a row whose time is up has to say what it waited for.</summary>
    private static TimeSpan LastWord => TimeSpan.FromSeconds(5);

    public async Task<Observation> RunAsync(FaultContext context, CancellationToken cancellationToken)
    {
        if (Missing is { } missing) return new Observation(Verdict.Skipped, missing);
        var world = await SetAsync(cancellationToken);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (context.Short) deadline.CancelAfter(ShortPatience);
        try
        {
            var playing = PlayAsync(world, context, deadline.Token);
            await Task.WhenAny(playing, Task.Delay(Timeout.InfiniteTimeSpan, deadline.Token));
            return await playing.WaitAsync(LastWord, CancellationToken.None);
        }
        finally
        {
            await deadline.CancelAsync();
            await MendAsync(world, cancellationToken);
        }
    }

    /// <summary>The world, as the rows before have left it.</summary>
    protected abstract Task<TWorld> SetAsync(CancellationToken cancellationToken);

    protected abstract Task<Observation> PlayAsync(TWorld world, FaultContext context, CancellationToken cancellationToken);

    /// <summary>Undoes what was done, so that a row that is broken breaks no other.</summary>
    protected abstract Task MendAsync(TWorld world, CancellationToken cancellationToken);

    protected static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <summary><c>1.2 and 1.3 s</c>.</summary>
    protected static string Text(IEnumerable<TimeSpan> times) => string.Join(" and ", times.Select(time => Text($"{time.TotalSeconds:0.0}"))) + " s";
}

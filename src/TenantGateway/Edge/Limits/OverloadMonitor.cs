using Microsoft.Extensions.Options;
using TenantGateway.Core.Access;

namespace TenantGateway.Edge.Limits;

/// <summary>Looks once a second at what is open, under way and in memory, and says which step of the ladder the process is on.</summary>
internal sealed class OverloadMonitor(IOptions<LimitsOptions> options, EdgeLoad load, MemoryLoad memory, AddressTable addresses, TimeProvider time, ILogger<OverloadMonitor> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Samples between two of the costlier chores.</summary>
    private const int ChoreEvery = 10;

    private readonly LimitsOptions _limits = options.Value;
    private readonly OverloadLadder _ladder = new(options.Value.ShedAtPercent / 100.0, options.Value.RefuseAtPercent / 100.0);
    private volatile LoadSample _sample = new(OverloadLevel.Normal, 0, 0, 0);
    private int _samples;

    public OverloadLevel Level => _sample.Level;

    public LoadSample Sample => _sample;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            do Look();
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process ends.
        }
    }

    private void Look()
    {
        var before = _sample.Level;
        var connections = load.Connections(Plane.Data) / (double)_limits.MaxConnections;
        var requests = load.Requests / (double)_limits.MaxRequests;
        var used = memory();
        var level = _ladder.Next(before, Math.Max(used, Math.Max(connections, requests)));
        _sample = new LoadSample(level, connections, requests, used);
        if (level != before) Tell(_sample);
        if (_samples++ % ChoreEvery == 0) DoChores(level, used);
    }

    private void DoChores(OverloadLevel level, double used)
    {
        addresses.Sweep(time.GetElapsedTime(0));
        // Who takes no connection allocates nothing, and garbage that nobody collects would keep the door shut for ever.
        if (level == OverloadLevel.ConnectionsRefused && _ladder.Next(level, used) == level) GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }

    private void Tell(LoadSample sample)
    {
        if (sample.Level == OverloadLevel.Normal) Log.LoadIsNormal(logger, Percent(sample.Connections), Percent(sample.Requests), Percent(sample.Memory));
        else Log.Overloaded(logger, sample.Level, Percent(sample.Connections), Percent(sample.Requests), Percent(sample.Memory));
    }

    private static int Percent(double share) => (int)(share * 100);
}

using TenantGateway.Faults.Load;
using TenantGateway.Load.Drivers;
using TenantGateway.Load.Peers;
using TenantGateway.Load.Processes;

namespace TenantGateway.Load.Series;

/// <summary>Drives a peer as fast as it answers, and says what a request cost.</summary>
internal sealed class ClosedDrive(LoadWorld world)
{
    public const string Path = "all/contacts";

    public Task<ClosedRound> MeasureAsync(Peer peer, RequestFiles requests, int connections, TimeSpan time, CancellationToken cancellationToken) =>
        MeasureAsync(peer, Path, requests, connections, time, cancellationToken);

    /// <summary>Until a request costs no less than it did before, and next to nothing is compiled any more. On a busy machine that takes its time.</summary>
    /// <param name="peer">Who is driven.</param>
    /// <param name="requests">What is sent.</param>
    /// <param name="options">How often and how long at most.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task WarmUpAsync(Peer peer, RequestFiles requests, LoadOptions options, CancellationToken cancellationToken)
    {
        const double Settled = 0.9;
        const double Compiling = 0.02;
        var before = double.PositiveInfinity;
        for (var i = 0; i < options.WarmUps; i++)
        {
            var (compiler, cpu) = (peer.CompilerCpu, peer.Cpu);
            var now = (await MeasureAsync(peer, requests, options.Connections, options.WarmUp, cancellationToken)).CpuMicroseconds;
            // Less than before where the thread has ended.
            var isCompiled = peer.CompilerCpu - compiler <= (peer.Cpu - cpu) * Compiling;
            if (isCompiled && now > before * Settled) return;
            before = now;
        }
    }

    /// <exception cref="InvalidOperationException">Nothing was answered.</exception>
    public async Task<ClosedRound> MeasureAsync(Peer peer, string path, RequestFiles requests, int connections, TimeSpan time, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var (cpu, database, allocated) = (peer.Cpu, DatabaseCpu, await peer.AllocatedAsync(cancellationToken));
        var figures = await Wrk.RunAsync(new Uri(peer.Address, path), requests, connections, time);
        if (figures.Requests == 0) throw new InvalidOperationException($"{peer.Name} answered nothing.");
        return new ClosedRound
        {
            Peer = peer.Name,
            Requests = figures.Requests,
            Throughput = figures.Requests / figures.Took.TotalSeconds,
            Errors = figures.Errors,
            CpuMicroseconds = (peer.Cpu - cpu).TotalMicroseconds / figures.Requests,
            DatabaseMicroseconds = (DatabaseCpu - database).TotalMicroseconds / figures.Requests,
            Allocated = await peer.AllocatedAsync(cancellationToken) - allocated is { } bytes ? (double)bytes / figures.Requests : null,
        };
    }

    private TimeSpan DatabaseCpu => ProcessFigures.CpuWithChildrenOf(world.Postgres.ProcessId);
}

using TenantGateway.Load.Drivers;
using TenantGateway.Load.Peers;
using TenantGateway.Load.Processes;

namespace TenantGateway.Load.Series;

/// <summary>
/// What each feature adds to a request: routes of one gateway whose policies ask for one more each, in rounds. None can be switched off, so each is what its route costs over the
/// one before it, and the first what it costs over bare YARP.
/// </summary>
internal sealed class FeatureSeries(LoadWorld world, ClosedDrive drive, LoadOptions options)
{
    public async Task<IReadOnlyList<FeatureRow>> RunAsync(GatewayPeer gateway, Peer bare, CancellationToken cancellationToken)
    {
        var files = new Dictionary<FeatureStep, RequestFiles>();
        foreach (var step in FeatureSteps.All) files[step] = await FilesOfAsync(step, files.Count);
        foreach (var step in FeatureSteps.All) await DriveAsync(PeerOf(step), step, files[step], options.FeatureWarmUp, cancellationToken);
        var rounds = FeatureSteps.All.ToDictionary(step => step, _ => new List<ClosedRound>());
        for (var round = 0; round < options.FeatureRounds; round++)
        {
            var order = new SeededOrder(options.Seed + round);
            foreach (var step in FeatureSteps.All.OrderBy(_ => order.Next()).ToArray()) rounds[step].Add(await DriveAsync(PeerOf(step), step, files[step], options.FeatureTime, cancellationToken));
        }

        return FeatureRow.Of(rounds);

        Peer PeerOf(FeatureStep step) => step.IsBare ? bare : gateway;
    }

    private async Task<RequestFiles> FilesOfAsync(FeatureStep step, int number)
    {
        var files = await RequestFiles.WriteAsync(world.Directory, $"feature-{number}", [step.IsLess ? "" : world.Token()], [step.Body]);
        return step.IsLess ? files with { Host = LoadWorld.TenantHost } : files;
    }

    private Task<ClosedRound> DriveAsync(Peer peer, FeatureStep step, RequestFiles requests, TimeSpan time, CancellationToken cancellationToken) =>
        drive.MeasureAsync(peer, $"{step.Policy}/{step.Answer}", requests, options.Connections, time, cancellationToken);
}

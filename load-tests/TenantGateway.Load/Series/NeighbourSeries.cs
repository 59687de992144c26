using TenantGateway.Load.Drivers;
using TenantGateway.Load.Peers;
using TenantGateway.Load.Processes;
using TenantGateway.Load.Report;

namespace TenantGateway.Load.Series;

/// <summary>A tenant that floods at ten times its quota, and what another one notices: measured without the flood and under it by turns.</summary>
internal sealed class NeighbourSeries(LoadWorld world, LoadOptions options)
{
    public const string Noisy = "noisy";
    public const double MostRise = 1.2;

    private const int Quota = 100;
    private const int Flood = 10 * Quota;
    private const int QuietRate = 250;

    public static IReadOnlyDictionary<string, string?> Settings { get; } = new Dictionary<string, string?>
    {
        [$"Gateway:Quotas:Tenants:{Noisy}:RequestsPerSecond"] = $"{Quota}",
        [$"Gateway:Quotas:Tenants:{Noisy}:Burst"] = $"{Quota}",
    };

    public async Task<NeighbourResult> RunAsync(Peer gateway, CancellationToken cancellationToken)
    {
        var target = new Uri(gateway.Address, ClosedDrive.Path);
        var (quiet, flooded, refused) = (new List<OpenFigures>(), new List<OpenFigures>(), new List<double>());
        await QuietAsync();
        for (var round = 0; round < options.NeighbourRounds; round++)
        {
            quiet.Add(await QuietAsync());
            var flood = new OpenInjector(target, world.Token(Noisy), Contact.At(2)).RunAsync(Flood, options.LatencyTime + TimeSpan.FromSeconds(1), cancellationToken);
            // Until the burst is used up.
            await Task.Delay(TimeSpan.FromMilliseconds(500), cancellationToken);
            flooded.Add(await QuietAsync());
            var seen = await flood;
            refused.Add((double)seen.Errors / seen.Requests);
        }

        return new NeighbourResult
        {
            Quota = Quota,
            Flood = Flood,
            Rate = QuietRate,
            P99Without = Spread.Of(quiet.Select(figures => figures.P99)),
            P99Under = Spread.Of(flooded.Select(figures => figures.P99)),
            Refused = Spread.Of(refused),
            Errors = quiet.Concat(flooded).Sum(figures => figures.Errors),
        };

        Task<OpenFigures> QuietAsync() => new OpenInjector(target, world.Token(), Contact.At(1)).RunAsync(QuietRate, options.LatencyTime, cancellationToken);
    }
}

using TenantGateway.Load.Processes;

namespace TenantGateway.Load.Peers;

/// <summary>The peers that this machine has.</summary>
internal sealed class StartedPeers : IAsyncDisposable
{
    private readonly List<Peer> _all = [];
    private readonly Dictionary<string, string> _missing = [];

    private StartedPeers()
    {
    }

    public IReadOnlyList<Peer> All => _all;

    /// <summary>By name, why not.</summary>
    public IReadOnlyDictionary<string, string> Missing => _missing;

    public static async Task<StartedPeers> StartAsync(LoadWorld world, LoadOptions options, CancellationToken cancellationToken)
    {
        var started = new StartedPeers();
        try
        {
            if (options.Beside is { } build)
                started._all.Add(new GatewayPeer(await world.StartGatewayAsync(GatewayPlan.Main with { Build = build }, cancellationToken), GatewayPeer.OtherBuild));
            foreach (var (name, start) in new PeerCatalog(world).All)
            {
                if (options.Peer is { } only && name != PeerCatalog.BareYarpName && !name.Contains(only, StringComparison.OrdinalIgnoreCase)) continue;
                if (PeerCatalog.Missing(name) is { } missing) started._missing[name] = missing;
                else started._all.Add(await start(cancellationToken));
            }

            return started;
        }
        catch
        {
            await started.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var peer in _all) await peer.DisposeAsync();
    }
}

using System.Globalization;
using TenantGateway.Faults.Keys.World;
using TenantGateway.Tests.World;

namespace TenantGateway.Faults.Replicas.World;

/// <summary>Three replicas of a gateway over one state, with their keys in a Key Vault, behind HAProxy as <c>docs/replicas.md</c> sets it up.</summary>
internal sealed class ReplicaWorld : IAsyncDisposable
{
    public static readonly string[] Tenants = ["acme", "globex"];

    // As the document calls them.
    private static readonly string[] Names = ["one", "two", "three"];

    private readonly Haproxy _haproxy;

    private ReplicaWorld(KeyWorld gateway, Haproxy haproxy, int port)
    {
        (Gateway, _haproxy) = (gateway, haproxy);
        (Callers, Admins) = (At(port), At(port + 1));
    }

    public KeyWorld Gateway { get; }

    public IReadOnlyList<GatewayProcess> Replicas => Gateway.Replicas;

    /// <summary>The data planes behind HAProxy.</summary>
    public Uri Callers { get; }

    /// <summary>The admin planes behind HAProxy.</summary>
    public Uri Admins { get; }

    public static async Task<ReplicaWorld> StartAsync(FaultContext context, CancellationToken cancellationToken)
    {
        var gateway = await KeyWorld.StartAsync(ReplicaPlans.For(context), cancellationToken);
        try
        {
            var port = DemoProcess.FreePortBase();
            return new ReplicaWorld(gateway, await BalanceAsync(gateway.Replicas, port), port);
        }
        catch
        {
            await gateway.DisposeAsync();
            throw;
        }
    }

    /// <summary>What HAProxy calls a replica.</summary>
    public static string NameOf(GatewayProcess replica) => Names[replica.Place];

    /// <summary>The operator's people at one replica.</summary>
    public OperatorDesk DeskAt(GatewayProcess replica) => new(replica.Admin, Gateway.TokenAsync);

    /// <summary>Members of a tenant, one at each replica, past HAProxy.</summary>
    public Task<Member[]> MembersAsync(string user) => Task.WhenAll(Replicas.Select(replica => Member.OfAsync(Gateway, replica, user)));

    /// <summary>Starts a replica that is gone and waits until it is ready.</summary>
    public async Task StartAgainAsync(GatewayProcess replica, CancellationToken cancellationToken)
    {
        Gateway.Start(replica);
        await replica.ReadyAsync(cancellationToken);
    }

    /// <summary>Brings everything back that a row may have left broken.</summary>
    public async Task MendAsync(CancellationToken cancellationToken)
    {
        Gateway.Vault.Faults.Clear();
        foreach (var replica in Replicas)
        {
            if (replica.HasExited) await StartAgainAsync(replica, cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _haproxy.DisposeAsync();
        await Gateway.DisposeAsync();
    }

    // Sooner to notice than the document's, so that rows are quick.
    private static Task<Haproxy> BalanceAsync(IReadOnlyList<GatewayProcess> replicas, int port) => Haproxy.StartAsync(
        "replicas.md",
        port,
        [
            ("bind :8000", string.Create(CultureInfo.InvariantCulture, $"bind 127.0.0.1:{port}")),
            ("bind :8001", string.Create(CultureInfo.InvariantCulture, $"bind 127.0.0.1:{port + 1}")),
            .. replicas.Select(replica => (string.Create(CultureInfo.InvariantCulture, $"10.0.0.{replica.Place + 1}:8080 check port 8081"), $"{replica.Data.Authority} check port {replica.Admin.Port}")),
            .. replicas.Select(replica => (string.Create(CultureInfo.InvariantCulture, $"10.0.0.{replica.Place + 1}:8081 check"), $"{replica.Admin.Authority} check")),
            ("inter 1s", "inter 200ms"),
        ]);

    private static Uri At(int port) => new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/"));
}

using System.Globalization;
using System.Text.Json.Nodes;
using TenantGateway.Faults.Keys.World;
using TenantGateway.Tests.Demo;
using TenantGateway.Tests.World;

namespace TenantGateway.Faults.Replicas.World;

/// <summary>Three replicas of a gateway over one state, with their keys in a Key Vault, behind HAProxy as <c>docs/replicas.md</c> sets it up.</summary>
internal sealed class BalancedWorld : IAsyncDisposable
{
    public static readonly string[] Tenants = ["acme", "globex"];

    /// <summary>One in which nobody is.</summary>
    public const string EmptyTenant = "initech";

    // As the document calls them.
    private static readonly string[] Names = ["one", "two", "three"];

    private readonly Haproxy _haproxy;

    private BalancedWorld(KeyWorld gateway, SharedServers servers, Haproxy haproxy, int port)
    {
        (Gateway, Servers, Desk, _haproxy) = (gateway, servers, gateway.Desk, haproxy);
        (Callers, Admins) = (At(port), At(port + 1));
    }

    public SharedServers Servers { get; }

    public KeyWorld Gateway { get; }

    public IReadOnlyList<GatewayProcess> Replicas => Gateway.Replicas;

    /// <summary>The data planes behind HAProxy.</summary>
    public Uri Callers { get; }

    /// <summary>The admin planes behind HAProxy.</summary>
    public Uri Admins { get; }

    public static async Task<BalancedWorld> StartAsync(FaultContext context, CancellationToken cancellationToken)
    {
        var servers = await SharedServers.StartAsync(ReplicaPlans.Count);
        KeyWorld? gateway = null;
        try
        {
            var port = DemoProcess.FreePortBase();
            gateway = await KeyWorld.StartAsync(ReplicaPlans.For(context, servers), cancellationToken);
            await gateway.CreateAsync(EmptyTenant);
            return new BalancedWorld(gateway, servers, await BalanceAsync(gateway.Replicas, port), port);
        }
        catch
        {
            if (gateway is not null) await gateway.DisposeAsync();
            await servers.DisposeAsync();
            throw;
        }
    }

    /// <summary>What HAProxy calls a replica.</summary>
    public static string NameOf(GatewayProcess replica) => Names[replica.Place];

    /// <summary>The operator's people, at a replica that runs.</summary>
    public OperatorDesk Desk { get; private set; }

    /// <summary>The operator's people go to that replica.</summary>
    public void LookAt(GatewayProcess replica) => Desk = DeskAt(replica);

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

    /// <summary>Starts a process of its own on a database of its own, with its keys in files.</summary>
    public void StartOn(string database, GatewayProcess process) => Gateway.Start(
        process,
        new("Gateway:Storage:PostgreSql:ConnectionStringFile", Servers.SecretOf(database)), new("Gateway:Keys:Service", "Local"), new("Gateway:Keys:Local:Directory", Path.Combine(Gateway.StateDirectory, database)));

    /// <summary>Waits until no replica misses anything.</summary>
    /// <exception cref="TimeoutException">One does to the end; says what.</exception>
    public async Task HealthyAsync(CancellationToken cancellationToken)
    {
        JsonNode[] reports = [];
        try
        {
            await Until.TrueAsync(
                async () =>
                {
                    reports = await Task.WhenAll(Replicas.Select(replica => replica.HealthAsync(cancellationToken)));
                    return reports.All(IsHealthy);
                },
                cancellationToken);
        }
        catch (OperationCanceledException ended)
        {
            var troubles = reports.SelectMany((report, place) => report["checks"]!.AsObject().Where(check => !IsHealthy(check.Value!)).Select(check => $"{Names[place]} {check.Key}: {check.Value!["description"]}"));
            throw new TimeoutException($"Not healthy again: {string.Join("; ", troubles)}", ended);
        }
    }

    /// <summary>Brings everything back that a row may have left broken.</summary>
    public async Task MendAsync(CancellationToken cancellationToken)
    {
        Gateway.Vault.Faults.Clear();
        Servers.Heal();
        LookAt(Replicas[0]);
        foreach (var replica in Replicas)
        {
            if (replica.HasExited) await StartAgainAsync(replica, cancellationToken);
        }

        await BalancedAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _haproxy.DisposeAsync();
        await Gateway.DisposeAsync();
        await Servers.DisposeAsync();
    }

    private static bool IsHealthy(JsonNode report) => $"{report["status"]}" == "healthy";

    // HAProxy wants two good checks of each.
    private async Task BalancedAsync(CancellationToken cancellationToken)
    {
        using var client = LoopbackClient.Create(Callers);
        var seen = new HashSet<string>();
        await Until.TrueAsync(
            async () =>
            {
                using var response = await client.GetAsync("crm/contacts/none", cancellationToken);
                seen.Add(response.Headers.TryGetValues("X-Served-By", out var names) ? names.First() : "");
                return Names.All(seen.Contains);
            },
            cancellationToken);
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

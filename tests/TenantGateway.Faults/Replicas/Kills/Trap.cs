using TenantGateway.Faults.Replicas.World;
using TenantGateway.KeyVault;
using TenantGateway.Tests.Proxies;
using TenantGateway.Tests.World;

namespace TenantGateway.Faults.Replicas.Kills;

/// <summary>
/// Holds the replica that comes to a point first, in the middle of what it says to the vault or to the database. Nothing in the gateway knows of it: a process is killed
/// where it stands, and what it said before has been heard.
/// </summary>
internal sealed class Trap : IDisposable
{
    /// <summary>What a record of acme's keys says on its way into the database: a prepared statement does not repeat its own text.</summary>
    public const string Generation = "/keys/kek-acme/";

    private readonly Action _open;

    private Trap(Task<GatewayProcess> sprung, Action open) => (Sprung, _open) = (sprung, open);

    /// <summary>Which replica is held.</summary>
    public Task<GatewayProcess> Sprung { get; }

    /// <param name="path">Of the request at which it is held, as a regular expression.</param>
    /// <param name="done">Whether the vault does what it is asked and the replica is not told; or does nothing.</param>
    /// <param name="skip">How many such requests pass before.</param>
    public static Func<BalancedWorld, Trap> InVault(string path, bool done = false, int skip = 0) => world =>
    {
        var sprung = new TaskCompletionSource<GatewayProcess>(TaskCreationOptions.RunContinuationsAsynchronously);
        world.Gateway.Vault.Faults.Add(new Fault
        {
            Path = path, Kind = done ? FaultKind.Mute : FaultKind.Hang, Skip = skip, Times = 1,
            Met = principal => sprung.TrySetResult(world.Replicas.Single(replica => ReplicaPlans.IdentityOf(replica.Place) == principal)),
        });
        return new Trap(sprung.Task, world.Gateway.Vault.Faults.Clear);
    };

    /// <param name="fault">At which text.</param>
    public static Func<BalancedWorld, Trap> InDatabase(ProxyFault fault) => world =>
    {
        var faults = world.Servers.ToPostgres.Select(proxy => proxy.Add(fault)).ToArray();
        GatewayProcess? held = null;
        return new Trap(FirstAsync(), Open);

        async Task<GatewayProcess> FirstAsync()
        {
            var first = await Task.WhenAny(faults.Select(one => one.Met));
            held = world.Replicas[Array.FindIndex(faults, one => one.Met == first)];
            return held;
        }

        void Open()
        {
            // What was held of the one that is gone is never said. Another one that was held meanwhile goes on.
            if (held is not null) world.Servers.ToPostgres[held.Place].ResetAll();
            Array.ForEach(faults, one => one.Dispose());
        }
    };

    /// <summary>Before a statement, or a record of the trail, that holds this text.</summary>
    public static Func<BalancedWorld, Trap> At(string text, int skip = 0) => InDatabase(new ProxyFault { Act = ProxyAct.Hold, On = Flow.ToServer, Text = text, Skip = skip });

    /// <summary>Before the commit of the transaction that holds this text, or after it and before anybody is told.</summary>
    public static Func<BalancedWorld, Trap> AtCommit(string text, bool done) =>
        InDatabase(new ProxyFault { Act = ProxyAct.Hold, On = Flow.ToServer, Since = text, Text = "COMMIT", Answer = done, Times = 1 });

    public void Dispose() => _open();
}

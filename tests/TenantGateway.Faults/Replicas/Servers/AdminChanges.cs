using System.Collections.Concurrent;
using TenantGateway.Faults.Keys.World;
using TenantGateway.Faults.Replicas.World;

namespace TenantGateway.Faults.Replicas.Servers;

/// <summary>An admin who suspends and resumes a tenant without members, again and again, through HAProxy; and keeps in mind what was acknowledged.</summary>
internal sealed class AdminChanges : IAsyncDisposable
{
    private const string Tenant = BalancedWorld.EmptyTenant;

    private readonly CancellationTokenSource _end = new();
    private readonly OperatorDesk _desk;
    private readonly ConcurrentQueue<(string Verb, bool IsAcknowledged)> _changes = new();
    private Task _running = Task.CompletedTask;

    private AdminChanges(OperatorDesk desk) => _desk = desk;

    public int Acknowledged => _changes.Count(change => change.IsAcknowledged);

    public int Refused => _changes.Count(change => !change.IsAcknowledged);

    public static AdminChanges Start(BalancedWorld world)
    {
        var changes = new AdminChanges(new OperatorDesk(world.Admins, world.Gateway.TokenAsync));
        changes._running = Task.Run(changes.RunAsync);
        return changes;
    }

    /// <summary>Ends them and tells whether what is there is what was acknowledged last, or what was tried after that.</summary>
    public async Task<bool> AreThereAsync()
    {
        await StopAsync();
        var life = await _desk.DoAsync("tenants", "show", Tenant);
        var state = life.GetProperty("tenant").GetProperty("state").GetString();
        var all = _changes.ToList();
        var last = all.FindLastIndex(change => change.IsAcknowledged);
        return all.Skip(Math.Max(0, last)).Any(change => state == (change.Verb == "suspend" ? "suspended" : "active"));
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _end.Dispose();
    }

    private async Task StopAsync()
    {
        await _end.CancelAsync();
        await _running;
    }

    private async Task RunAsync()
    {
        for (var n = 0; !_end.IsCancellationRequested; n++)
        {
            var verb = n % 2 == 0 ? "suspend" : "resume";
            var ran = await _desk.TryAsync(OperatorDesk.Requester, "tenants", verb, Tenant, "--reason", "proof");
            _changes.Enqueue((verb, ran.Exit == 0));
        }
    }
}

using System.Diagnostics;
using TenantGateway.Faults.Keys.World;
using TenantGateway.Tests.Cli;

namespace TenantGateway.Faults.Keys.Revocation;

/// <summary>Has the admin process read rows of acme with the tenant's keys, again and again.</summary>
internal sealed class AdminWatch
{
    private readonly KeyWorld _world;
    private readonly string _rows;

    private AdminWatch(KeyWorld world, string rows) => (_world, _rows) = (world, rows);

    public static async Task<AdminWatch> OfAsync(KeyWorld world, CancellationToken cancellationToken)
    {
        await world.Desk.DoAsync("datasets", "declare", "acme", "--dataset", "contacts", "--reason", "proof");
        var rows = world.NewFile("ndjson");
        await File.WriteAllTextAsync(rows, world.Rows.Export(), cancellationToken);
        var watch = new AdminWatch(world, rows);
        return await watch.IsServedAsync() ? watch : throw new InvalidOperationException("The admin process does not read rows.");
    }

    public async Task<TimeSpan> RefusedAsync(Stopwatch since, CancellationToken cancellationToken)
    {
        while (await TryAsync() is { Exit: 0 or 7 }) await Task.Delay(200, cancellationToken);
        var refused = since.Elapsed;
        var ran = await TryAsync();
        return ran.Error.Contains("tenant_key_unavailable", StringComparison.Ordinal) ? refused : throw new InvalidOperationException($"Not refused as promised: {ran.Error}");
    }

    public async Task<bool> IsServedAsync() => (await TryAsync()).Exit is 0 or 7;

    // 7: rows of another tenant are among them.
    private Task<Ran> TryAsync() => _world.Desk.TryAsync(OperatorDesk.Requester, "convert", "check", "--tenant", "acme", "--dataset", "contacts", "--in", _rows, "--reason", "proof");
}

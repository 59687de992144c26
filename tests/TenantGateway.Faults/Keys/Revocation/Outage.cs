using TenantGateway.Faults.Keys.World;
using TenantGateway.KeyVault;
using TenantGateway.Tests.World;

namespace TenantGateway.Faults.Keys.Revocation;

/// <summary>A way in which a vault does not answer.</summary>
internal sealed record Outage(string Name, Fault Fault)
{
    public static IReadOnlyList<Outage> All { get; } =
    [
        new("5xx", new Fault { Status = 503 }),
        new("hang", new Fault { Kind = FaultKind.Hang }),
        new("429", new Fault { Status = 429, Code = "Throttled", RetryAfter = "1" }),
    ];

    public void Begin(KeyWorld world) => world.Vault.Faults.Add(Fault);

    public static void End(KeyWorld world) => world.Vault.Faults.Clear();

    /// <summary>Waits until every process has noticed: its check of keys counts what fails.</summary>
    public static Task NoticedAsync(KeyWorld world, CancellationToken cancellationToken) =>
        Task.WhenAll(world.Processes.Select(process => Until.TrueAsync(async () => await FailingAsync(process, cancellationToken) > 0, cancellationToken)));

    public static Task OverAsync(KeyWorld world, CancellationToken cancellationToken) =>
        Task.WhenAll(world.Processes.Select(process => Until.TrueAsync(async () => await FailingAsync(process, cancellationToken) == 0, cancellationToken)));

    private static async Task<int> FailingAsync(GatewayProcess process, CancellationToken cancellationToken) => (int?)(await process.KeyHealthAsync(cancellationToken))["failing"] ?? 0;
}

using System.Security.Cryptography;
using TenantGateway.Faults.World;

namespace TenantGateway.Faults.Trail;

/// <summary>SIGKILL at any moment, and a start on what is left.</summary>
internal sealed class KilledGateway : ITrouble
{
    public string Name => "kill -9 of the gateway";

    public string? Missing => null;

    public bool Refuses => false;

    public Task<Dictionary<string, string?>> PrepareAsync() => Task.FromResult(new Dictionary<string, string?>());

    public async Task MakeAsync(FaultWorld world, RevealTraffic traffic, CancellationToken cancellationToken)
    {
        await Task.Delay(RandomNumberGenerator.GetInt32(500), cancellationToken);
        world.Gateway.Kill();
        await world.Gateway.DisposeAsync();
        await world.StartGatewayAsync(cancellationToken);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

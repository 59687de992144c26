using TenantGateway.Faults.World;
using TenantGateway.Tests.Demo;
using TenantGateway.Tests.Durability;
using TenantGateway.Tests.World;

namespace TenantGateway.Faults.Faults;

/// <summary>SIGKILL in the middle of reading and writing, and a start on what is left.</summary>
internal sealed class KillFault : IFault
{
    private const int Clients = 8;

    public string Name => "kill -9 under load";

    public string Promise => "nothing acknowledged is lost, the audit chain is whole";

    public async Task<Observation> RunAsync(FaultContext context, CancellationToken cancellationToken)
    {
        await using var world = await FaultWorld.StartAsync(cancellationToken);
        var traffic = new ContactTraffic();
        var token = await world.TokenAsync("agent@acme");
        var rounds = context.Short ? 1 : 3;
        for (var round = 0; round < rounds; round++)
        {
            using var client = LoopbackClient.Create(world.DataPlane);
            var clients = Enumerable.Range(0, Clients).Select(_ => traffic.RunUntilKilledAsync(client, token)).ToArray();
            await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken);
            world.Gateway.Kill();
            await Task.WhenAll(clients);
            await world.Gateway.DisposeAsync();
            await world.StartGatewayAsync(cancellationToken);
        }

        using var reader = LoopbackClient.Create(world.DataPlane);
        foreach (var (path, email) in traffic.Written) await traffic.CheckAsync(reader, token, path, email);
        var records = (await AuditRecords.ReadAsync(world.GatewayDirectory, "acme")).Where(record => record["event"] == "data.revealed").Select(record => record["request"]).ToHashSet();
        await AuditRecords.ReadAsync(world.GatewayDirectory, "operator");
        var lost = traffic.Answered.Count(request => !records.Contains(request));
        return Observation.Of(
            lost == 0 && !traffic.Written.IsEmpty, $"{rounds} kills: {traffic.Written.Count} acknowledged writes are read again, {lost} of {traffic.Answered.Count} records missing");
    }
}

using TenantGateway.Tests.Demo;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Durability;

public sealed class KillTests
{
    private const int Rounds = 3;
    private const int Clients = 4;
    private const int AnswersBeforeTheKill = 40;

    [Fact]
    public async Task KilledInTheMiddleOfTraffic_LosesNoAcknowledgedWriteAndNoRecord()
    {
        using var state = new TemporaryDirectory();
        var ports = DemoProcess.FreePortBase();
        var traffic = new ContactTraffic();
        for (var round = 0; round < Rounds; round++)
        {
            await using var demo = await DemoProcess.StartAsync(ports, state.Path);
            var enough = traffic.Answered.Count + AnswersBeforeTheKill;
            var token = await demo.TokenAsync("agent@acme");
            var clients = Enumerable.Range(0, Clients).Select(_ => traffic.RunUntilKilledAsync(demo.Client, token)).ToArray();
            await Eventually.IsTrueAsync(() => traffic.Answered.Count >= enough || clients.Any(client => client.IsCompleted));
            demo.Program.Kill();
            await Task.WhenAll(clients);
            Assert.True(traffic.Answered.Count >= enough);
        }

        await using (var demo = await DemoProcess.StartAsync(ports, state.Path))
        {
            var token = await demo.TokenAsync("agent@acme");
            await Parallel.ForEachAsync(traffic.Written, async (contact, _) => await traffic.CheckAsync(demo.Client, token, contact.Key, contact.Value));
        }

        var revealed = (await AuditRecords.ReadAsync(Path.Combine(state.Path, "gateway"), "acme"))
            .Where(record => record["event"] == "data.revealed").Select(record => record["request"]).ToHashSet();
        Assert.Equal([], traffic.Answered.Except(revealed));
        await AuditRecords.ReadAsync(Path.Combine(state.Path, "gateway"), "operator");
    }
}

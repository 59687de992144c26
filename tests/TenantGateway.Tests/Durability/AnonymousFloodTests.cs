using TenantGateway.Tests.Demo;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Durability;

public sealed class AnonymousFloodTests
{
    private const int Flood = 1_000;

    [Fact]
    public async Task ManyAnonymousRefusals_BecomeOneRecordAReason()
    {
        using var state = new TemporaryDirectory();
        await using (var world = await GatewayWorld.StartAsync(stateDirectory: state.Path))
        {
            await Parallel.ForEachAsync(Enumerable.Range(0, Flood), async (i, _) =>
            {
                using var request = LoopbackClient.Request(HttpMethod.Get, "crm/contacts");
                if (i % 2 == 0) request.With("Authorization", $"Bearer nonsense{i}");
                using var response = await world.Client.SendAsync(request, CancellationToken.None);
                Assert.Equal(401, (int)response.StatusCode);
            });
        }

        var records = await AuditRecords.ReadAsync(Path.Combine(state.Path, "gateway"), "operator");
        var counts = records.Where(record => record["event"] == "access.anonymous_refusals").Select(record => (record["outcome"], record.Leaf.GetProperty("count").GetInt64()));
        Assert.Equal([("invalid_token", Flood / 2L), ("missing_token", Flood / 2L)], counts.Order());
        Assert.InRange(records.Count, 1, 10);
    }
}

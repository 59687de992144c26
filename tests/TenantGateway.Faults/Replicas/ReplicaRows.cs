using TenantGateway.Faults.Replicas.Changes;
using TenantGateway.Faults.Replicas.Kills;
using TenantGateway.Faults.Replicas.World;

namespace TenantGateway.Faults.Replicas;

/// <summary>The rows of <c>tests/replicas</c>.</summary>
internal static class ReplicaRows
{
    public static async Task<int> RunAsync(FaultContext context)
    {
        await using var stage = new ReplicaStage(context);
        return await FaultTable.RunAsync(
            "what is done",
            [
                new ChangesRow(stage, TimeSpan.FromSeconds(ReplicaPlans.PollSeconds(context))),
                new KillRow(stage),
                new RollingRestartRow(stage),
            ],
            context,
            "Three replicas are processes of their own behind HAProxy. Requests are members of two tenants who write, read, search and pry all the while.");
    }
}

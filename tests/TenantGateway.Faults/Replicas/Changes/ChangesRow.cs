using TenantGateway.Faults.Replicas.Load;
using TenantGateway.Faults.Replicas.World;

namespace TenantGateway.Faults.Replicas.Changes;

/// <summary>Every kind of change, made at one replica, reaches all of them.</summary>
/// <param name="stage">Holds the world.</param>
/// <param name="most">How long a change of the state may take.</param>
internal sealed class ChangesRow(ReplicaStage stage, TimeSpan most) : ReplicaRow(stage)
{
    /// <summary>At which policies are looked at: the default of Gateway:Policies:PollSeconds, and time to read.</summary>
    private static readonly TimeSpan MostOfFiles = TimeSpan.FromSeconds(3);

    public override string Name => "changes at one replica";

    public override string Promise => Text($"every replica goes by it within {most.TotalSeconds:0} s (policy files: 2 s); 0 failed requests of others, 0 wrong values");

    protected override async Task<Observation> PlayAsync(BalancedWorld world, FaultContext context, CancellationToken cancellationToken)
    {
        var old = await OldRow.WriteAsync(world);
        Change[] changes =
        [
            new RotateChange("rotate", "data", "name"), new KekChange(), new DisableChange(old, enables: false), new DisableChange(old, enables: true),
            new RotateChange("rotate-lookup", "lookup", "email"), new SuspendChange(resumes: false), new SuspendChange(resumes: true), new PolicyChange(masks: true), new PolicyChange(masks: false),
        ];
        await using var traffic = await ReplicaTraffic.StartAsync(world, cancellationToken);
        var (seen, isKept) = (new List<string>(), true);
        foreach (var change in changes)
        {
            var took = await change.MakeAsync(world, cancellationToken);
            isKept &= took <= (change.IsOfFiles ? MostOfFiles : most);
            seen.Add(Text($"{change.Name} {took.TotalSeconds:0.0} s"));
            // Some are about to be disabled that older rows need.
            await traffic.ForgetRowsAsync(cancellationToken);
        }

        return (await traffic.EndAsync(exchange => changes.Any(change => change.Refuses(exchange)))).And(isKept, string.Join(", ", seen));
    }
}

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
        var changes = ChangesOf(old, context).ToList();
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

    private static IEnumerable<Change> ChangesOf(OldRow old, FaultContext context)
    {
        yield return new RotateChange("rotate", "data", "name");
        yield return new KekChange();
        yield return new DisableChange(old, enables: false);
        yield return new DisableChange(old, enables: true);
        // Its way to the replicas is that of the other rotation, and takes as long.
        if (!context.Short) yield return new RotateChange("rotate-lookup", "lookup", "email");
        yield return new SuspendChange(resumes: false);
        yield return new SuspendChange(resumes: true);
        yield return new PolicyChange(masks: true);
        yield return new PolicyChange(masks: false);
    }
}

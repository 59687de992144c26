namespace TenantGateway.Faults.Tenants;

internal sealed class MemoryRow(TenantStage stage) : IFault
{
    public string Name => $"memory with {stage.Many} tenants";

    public string Promise => "below 600 MB";

    public async Task<Observation> RunAsync(FaultContext context, CancellationToken cancellationToken)
    {
        await stage.StartAsync(cancellationToken);
        var members = new Members(stage);
        for (var i = 0; i < 500; i++) await members.AskAsync(stage.OfMany, i, cancellationToken);
        var ((now, most), few) = (stage.OfMany.Memory, stage.OfFew.Memory.Most);
        return Observation.Of(most < 600, Text.Of($"{now} MB, at most {most} MB; with {TenantStage.Few}: at most {few} MB"));
    }
}

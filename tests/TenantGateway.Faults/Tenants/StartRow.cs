namespace TenantGateway.Faults.Tenants;

internal sealed class StartRow(TenantStage stage) : IFault
{
    public string Name => $"start with {stage.Many} tenants";

    public string Promise => "ready within 10 s";

    // Most of it puts the tenants there.
    public TimeSpan Patience => TimeSpan.FromMinutes(10);

    public async Task<Observation> RunAsync(FaultContext context, CancellationToken cancellationToken)
    {
        await stage.StartAsync(cancellationToken);
        return Observation.Of(
            stage.OfMany.Started < TimeSpan.FromSeconds(10),
            Text.Of($"{stage.OfMany.Started.TotalSeconds:F1} s, {stage.OfMany.Cpu.TotalSeconds:F1} s of CPU; with {TenantStage.Few}: {stage.OfFew.Started.TotalSeconds:F1} s"));
    }
}

namespace TenantGateway.Faults.Trail;

/// <summary>The rows of <c>tests/audit</c>.</summary>
internal static class TrailRows
{
    public static Task<int> RunAsync(FaultContext context) => FaultTable.RunAsync(
        "trouble",
        [new TrailRow(new KilledGateway()), new TrailRow(new FullDisk()), new TrailRow(new SilentDatabase()), new TrailRow(new KilledDatabase())],
        context,
        "Records: those of the tenant, numbered without a gap, each with a proof to a signed checkpoint, verified by tgw audit verify.");
}

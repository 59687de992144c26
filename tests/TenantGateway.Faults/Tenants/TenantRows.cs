namespace TenantGateway.Faults.Tenants;

/// <summary>The rows of <c>load-tests/tenants</c>.</summary>
internal static class TenantRows
{
    public static async Task<int> RunAsync(FaultContext context)
    {
        await using var stage = new TenantStage(context.Short ? 2_000 : 10_000);
        return await FaultTable.RunAsync(
            "what is looked at",
            [new StartRow(stage), new MemoryRow(stage), new RequestRow(stage), new ReloadRow(stage), new AdminRow(stage)],
            context,
            $"One gateway has {TenantStage.Few} tenants, the other one the same and {stage.Many} stored beside them, each with two organizations, a host and three key generations.",
            "Both are processes of their own with SQLite and local keys, asked in turns. Only the few have key-encryption keys of their own: in a vault those cost the gateway nothing.");
    }
}

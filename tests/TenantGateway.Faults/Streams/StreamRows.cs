namespace TenantGateway.Faults.Streams;

/// <summary>The rows of <c>load-tests/streams</c>.</summary>
internal static class StreamRows
{
    public static async Task<int> RunAsync(FaultContext context)
    {
        await using var stage = new StreamStage();
        var bytes = context.Short ? 100_000_000L : 1_000_000_000L;
        return await FaultTable.RunAsync(
            "what is looked at",
            [new UploadRow(stage, bytes), new DownloadRow(stage, bytes), new EventsRow(stage)],
            context,
            "The gateway is a process of its own with SQLite, local keys and the audit trail; client and service are this process, on the same machine. Lines have about 1 KB.",
            "Memory: the most that was resident while the second body of that size went through, less what was resident before it.");
    }
}

namespace TenantGateway.Faults.Tenants;

/// <summary>Another process changes one tenant after the other; what that costs the gateway that learns of it, beside what it does anyhow.</summary>
internal sealed class ReloadRow(TenantStage stage) : IFault
{
    private const int Changes = 8;
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(1.5);
    private static readonly TimeSpan Most = TimeSpan.FromMilliseconds(100);

    public string Name => $"a change of one among {stage.Many} tenants";

    public string Promise => Text.Of($"costs each process at most {Most.TotalMilliseconds} ms of CPU");

    public TimeSpan Patience => TimeSpan.FromMinutes(2);

    public async Task<Observation> RunAsync(FaultContext context, CancellationToken cancellationToken)
    {
        await stage.StartAsync(cancellationToken);
        var idle = await CpuOfAsync(_ => Task.CompletedTask, cancellationToken);
        var busy = await CpuOfAsync(i => stage.Fill.ChangeAsync(TenantStage.TenantAt(i), 50_000 + i), cancellationToken);
        var each = (busy - idle) / Changes;
        return Observation.Of(each <= Most, Text.Of($"{each.TotalMilliseconds:F0} ms ({Changes} changes, each known within {Between.TotalSeconds} s)"));
    }

    private async Task<TimeSpan> CpuOfAsync(Func<int, Task> change, CancellationToken cancellationToken)
    {
        var before = stage.OfMany.Cpu;
        for (var i = 0; i < Changes; i++)
        {
            await change(i);
            await Task.Delay(Between, cancellationToken);
        }

        return stage.OfMany.Cpu - before;
    }
}

using System.Diagnostics;

namespace TenantGateway.Faults.Streams;

/// <summary>What a body cost that went through the gateway: how fast it was, and how much memory the gateway took over what it had before.</summary>
internal sealed record Passage(long Bytes, TimeSpan Took, TimeSpan Cpu, long MegabytesOverIdle)
{
    public const double LeastMegabytesPerSecond = 100;
    public const long MostMegabytesOverIdle = 150;

    public static string Promise => Text.Of($"at least {LeastMegabytesPerSecond} MB/s, at most {MostMegabytesOverIdle} MB over idle");

    private double MegabytesPerSecond => Bytes / 1e6 / Took.TotalSeconds;

    public static async Task<Passage> MeasureAsync(StreamStage stage, Func<Task<long>> pass)
    {
        // So that the code is compiled and the buffers are there.
        await pass();
        await Task.Delay(TimeSpan.FromSeconds(1));
        stage.Gateway.ForgetMostMemory();
        var (idle, cpu, began) = (stage.Gateway.Memory.Now, stage.Gateway.Cpu, Stopwatch.GetTimestamp());
        var bytes = await pass();
        return new Passage(bytes, Stopwatch.GetElapsedTime(began), stage.Gateway.Cpu - cpu, stage.Gateway.Memory.Most - idle);
    }

    public Observation Observe() => Observation.Of(
        MegabytesPerSecond >= LeastMegabytesPerSecond && MegabytesOverIdle <= MostMegabytesOverIdle,
        Text.Of($"{Bytes / 1e6:F0} MB in {Took.TotalSeconds:F1} s: {MegabytesPerSecond:F0} MB/s, {MegabytesOverIdle} MB over idle, {Cpu.TotalMicroseconds / (Bytes / 1e3):F1} us of CPU per KB"));
}

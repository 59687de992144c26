using System.Globalization;
using TenantGateway.Faults.Attacks;
using TenantGateway.Faults.World;

namespace TenantGateway.Faults.Load;

/// <summary>What others notice of an attack: measured without it and under it, by turns.</summary>
internal static class Crowd
{
    public const double FloorMilliseconds = 2;

    private const double Rise = 1.2;
    private static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(300);

    public static async Task<Observation> CompareAsync(FaultWorld world, IAttack attack, FaultContext context, CancellationToken cancellationToken)
    {
        using var load = new OpenLoad(world.DataPlane, "crm/contacts/1", await world.TokenAsync("agent@acme"));
        // Until code is compiled and keys are unwrapped.
        await load.MeasureAsync(TimeSpan.FromSeconds(1), cancellationToken);
        var (quiet, attacked, said) = (new List<Measurement>(), new List<Measurement>(), "");
        for (var round = 0; round < context.Rounds; round++)
        {
            quiet.Add(await load.MeasureAsync(context.Measured, cancellationToken));
            using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var attacking = attack.RunAsync(world, over.Token);
            await Task.Delay(attack.Settling, cancellationToken);
            attacked.Add(await load.MeasureAsync(context.Measured, cancellationToken));
            await over.CancelAsync();
            said = await attacking;
            await Task.Delay(Settling, cancellationToken);
        }

        return Judge(quiet, attacked, said);
    }

    private static Observation Judge(List<Measurement> quiet, List<Measurement> attacked, string said)
    {
        var (before, during) = (MedianOf(quiet), MedianOf(attacked));
        var allowed = Math.Max(Math.Max(before * Rise, before + FloorMilliseconds), quiet.Max(measurement => measurement.P99));
        var errors = quiet.Concat(attacked).Sum(measurement => measurement.Errors);
        return Observation.Of(
            during <= allowed && errors == 0,
            string.Create(CultureInfo.InvariantCulture, $"p99 {before:0.0} -> {during:0.0} ms (x{during / before:0.00}), {errors} errors; {said}"));
    }

    private static double MedianOf(List<Measurement> measurements)
    {
        var sorted = measurements.Select(measurement => measurement.P99).Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }
}

using System.Globalization;
using TenantGateway.Faults.Attacks;
using TenantGateway.Faults.World;

namespace TenantGateway.Faults.Load;

/// <summary>
/// What others notice of an attack: measured without it and under it, by turns, until the promise is seen to be kept or the rounds are used up. The lowest
/// round counts on either side, because what else runs on the machine can only add to it, and what an attack does is in every round of it.
/// </summary>
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
        while (attacked.Count < context.Rounds || (attacked.Count < context.MostRounds && !IsKept(quiet, attacked)))
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

        var (before, during) = (LowestOf(quiet), LowestOf(attacked));
        return Observation.Of(
            IsKept(quiet, attacked),
            string.Create(CultureInfo.InvariantCulture, $"p99 {before:0.0} -> {during:0.0} ms (x{during / before:0.00}), {ErrorsOf(quiet, attacked)} errors in {attacked.Count} rounds; {said}"));
    }

    private static bool IsKept(List<Measurement> quiet, List<Measurement> attacked)
    {
        var before = LowestOf(quiet);
        return LowestOf(attacked) <= Math.Max(before * Rise, before + FloorMilliseconds) && ErrorsOf(quiet, attacked) == 0;
    }

    private static double LowestOf(List<Measurement> measurements) => measurements.Min(measurement => measurement.P99);

    private static int ErrorsOf(List<Measurement> quiet, List<Measurement> attacked) => quiet.Concat(attacked).Sum(measurement => measurement.Errors);
}

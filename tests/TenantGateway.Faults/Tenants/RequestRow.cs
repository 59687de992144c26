namespace TenantGateway.Faults.Tenants;

/// <summary>Asks both gateways in turns, so that what else the machine does falls on both alike.</summary>
internal sealed class RequestRow(TenantStage stage) : IFault
{
    private const int Turn = 20;
    private const double Most = 1.1;

    public string Name => $"a request beside {stage.Many} tenants";

    public string Promise => $"costs at most {(Most - 1) * 100:F0} % more than beside {TenantStage.Few}";

    public TimeSpan Patience => TimeSpan.FromMinutes(3);

    public async Task<Observation> RunAsync(FaultContext context, CancellationToken cancellationToken)
    {
        await stage.StartAsync(cancellationToken);
        var members = new Members(stage);
        for (var i = 0; i < 2_000; i++) await members.AskAsync(i % 2 == 0 ? stage.OfFew : stage.OfMany, i / 2, cancellationToken);
        var (few, many) = (new List<double>(), new List<double>());
        // Again where other work on the machine hides what there is to see.
        for (var round = 0; round < context.MostRounds; round++)
        {
            await MeasureAsync(members, few, many, context.Short ? 50 : 150, cancellationToken);
            if (round + 1 >= context.Rounds && Median(many) <= Median(few) * Most) break;
        }

        var (one, other) = (Median(few), Median(many));
        return Observation.Of(other <= one * Most, Text.Of($"{other:F0} us and {one:F0} us, {(other / one - 1) * 100:+0;-0;0} % (medians of {many.Count} each, in turns of {Turn})"));
    }

    private async Task MeasureAsync(Members members, List<double> few, List<double> many, int turns, CancellationToken cancellationToken)
    {
        for (var turn = 0; turn < turns; turn++)
        {
            for (var i = 0; i < Turn; i++) few.Add((await members.AskAsync(stage.OfFew, i, cancellationToken)).TotalMicroseconds);
            for (var i = 0; i < Turn; i++) many.Add((await members.AskAsync(stage.OfMany, i, cancellationToken)).TotalMicroseconds);
        }
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}

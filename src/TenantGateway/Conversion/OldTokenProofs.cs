using System.Collections.Immutable;
using System.Globalization;
using TenantGateway.Core.Conversion;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Conversion;

/// <summary>
/// A dataset is proven to hold no token of a generation by the newest look at all of its rows, if that began when nothing was written with the
/// generation any more, met none of its tokens, and could read every row.
/// </summary>
internal sealed class OldTokenProofs(ConversionLedger ledger) : IOldTokenProofs
{
    public async ValueTask<ImmutableArray<OpenDataset>> FindOpenAsync(TenantId tenant, KeyId generation, DateTimeOffset writtenUntil, CancellationToken cancellationToken)
    {
        var datasets = await ledger.ListDatasetsAsync(tenant, cancellationToken);
        if (datasets.IsEmpty) return [new OpenDataset("", "No dataset is declared.")];
        var runs = await ledger.ListAsync(tenant, cancellationToken);
        return
        [
            .. from dataset in datasets
               let why = WhyOpen([.. runs.Where(run => run.Dataset == dataset.Name && run.BeganAt > writtenUntil)], generation.ToString())
               where why is not null
               select new OpenDataset(dataset.Name, why),
        ];
    }

    /// <param name="runs">The newest first.</param>
    /// <param name="generation">The key id.</param>
    private static string? WhyOpen(ImmutableArray<ConversionRun> runs, string generation)
    {
        foreach (var run in runs)
        {
            var met = run.Tally.Generations.GetValueOrDefault(generation, GenerationTally.None);
            if (met.Found + met.Damaged is > 0 and var old) return string.Create(CultureInfo.InvariantCulture, $"The look that began at {run.BeganAt:u} met {old} of its tokens.");
            // A look that has not ended says nothing yet, beside what it has met.
            if (run.EndedAt is null) continue;
            if (run.Tally.Malformed > 0) return string.Create(CultureInfo.InvariantCulture, $"The look that began at {run.BeganAt:u} could not read {run.Tally.Malformed} rows.");
            return run.Tally.Rows > 0 ? null : string.Create(CultureInfo.InvariantCulture, $"The look that began at {run.BeganAt:u} met no row at all.");
        }

        return "All of its rows were not looked at since the generation stopped being written.";
    }
}

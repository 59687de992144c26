using System.Collections.Immutable;
using TenantGateway.Core.Access;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Keys.Rotation;
using TenantGateway.Core.Protection;
using TenantGateway.Core.Tenants;
using TenantGateway.Keys.Sightings;

namespace TenantGateway.Keys.Rotation;

/// <summary>Reads, plans and writes rotations; where somebody else was faster, reads and plans again.</summary>
internal sealed class KeyRotations(
    KeyRings keyRings,
    RotationWriter writer,
    KekVersions kekVersions,
    PromotionClock clock,
    ITenantDirectory tenants,
    ISearchRoutes searches,
    IOldTokenProofs proofs,
    TokenSightings sightings,
    ITokenSightingStore seen,
    RotationMetrics metrics,
    ILogger<KeyRotations> logger) : IKeyRotations
{
    private const int MaxAttempts = 4;

    private static readonly RotationPlan Ended = new() { Refusal = Reasons.TenantStateConflict };

    public async ValueTask<ImmutableArray<GenerationStatus>> ListAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        await keyRings.ReloadAsync(cancellationToken);
        await sightings.FlushAsync(cancellationToken);
        var counts = (await seen.ListAsync(cancellationToken)).ToDictionary(tokens => tokens.Generation);
        return [.. keyRings.RecordsOf(tenant).Select(record => StatusOf(record, counts.GetValueOrDefault(record.KeyId)))];
    }

    public async ValueTask<RotationPlan> PlanAsync(RotationRequest request, CancellationToken cancellationToken) =>
        !tenants.IsAlive(request.Tenant) ? Ended : RotationPlanner.Plan(request, await FactsAsync(request, null, cancellationToken));

    public async ValueTask<RotationPlan> RunAsync(RotationRequest request, CancellationToken cancellationToken)
    {
        try
        {
            var plan = await RunUncountedAsync(request, cancellationToken);
            metrics.Ended(request.Kind, plan);
            return plan;
        }
        catch (Exception)
        {
            metrics.Failed(request.Kind);
            throw;
        }
    }

    private async ValueTask<RotationPlan> RunUncountedAsync(RotationRequest request, CancellationToken cancellationToken)
    {
        if (!tenants.IsAlive(request.Tenant)) return Ended;
        string? kek = null;
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            var facts = await FactsAsync(request, kek, cancellationToken);
            // Once: a second attempt goes on with the version that the first one made.
            if (request.Kind == RotationKind.Kek && kek is null && !facts.IsUnderCustomersKek) facts = facts with { TargetKek = kek = await kekVersions.NextAsync(request.Tenant, facts.Records, cancellationToken) };
            var plan = RotationPlanner.Plan(request, facts);
            if (plan.Refusal is not null || !plan.Changes.Any(change => change.IsImmediate)) return plan;
            if (!await writer.TryWriteAsync(facts.Records, plan.Changes, kek, cancellationToken)) continue;
            await keyRings.ReloadAsync(CancellationToken.None);
            Log.Rotated(logger, plan.Changes.Count(change => change.IsImmediate), request.Tenant, request.Kind);
            return plan;
        }

        return new RotationPlan { Refusal = Reasons.ChangedMeanwhile };
    }

    private async ValueTask<RotationFacts> FactsAsync(RotationRequest request, string? kek, CancellationToken cancellationToken)
    {
        await keyRings.ReloadAsync(cancellationToken);
        var records = keyRings.RecordsOf(request.Tenant);
        return new RotationFacts
        {
            Records = records,
            Undeclared = request.Kind is RotationKind.Lookup or RotationKind.Compromise ? searches.FindUndeclared() : [],
            Open = request.Kind == RotationKind.FinishLookup ? await OpenAsync(request.Tenant, records, cancellationToken) : [],
            IsUnderCustomersKek = request.Kind == RotationKind.Kek && keyRings.IsUnderCustomersKek(request.Tenant),
            TargetKek = kek,
        };
    }

    private async ValueTask<ImmutableArray<OpenDataset>> OpenAsync(TenantId tenant, ImmutableArray<GenerationRecord> records, CancellationToken cancellationToken)
    {
        if (records.FirstOrDefault(record => record.State == GenerationState.Searchable) is not { } old) return [];
        // A process that has not read of the change yet goes on writing with the old generation for that long.
        var writtenUntil = old.StateSince is { } since ? since + clock.Spread : DateTimeOffset.MaxValue;
        return await proofs.FindOpenAsync(tenant, old.KeyId, writtenUntil, cancellationToken);
    }

    private GenerationStatus StatusOf(GenerationRecord record, TokensSeen? tokens) => new()
    {
        KeyId = record.KeyId,
        Line = record.Line,
        Number = record.Number,
        State = record.State,
        KekId = record.KekId,
        Epoch = record.Epoch,
        CreatedAt = record.CreatedAt,
        StateSince = record.StateSince,
        IsCompromised = record.IsCompromised,
        PrimaryIn = record.State == GenerationState.Pending ? clock.Left(record.KeyId) : null,
        Seen = tokens,
    };
}

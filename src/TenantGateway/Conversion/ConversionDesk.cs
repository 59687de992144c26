using System.Collections.Immutable;
using System.Security.Cryptography;
using TenantGateway.Core.Access;
using TenantGateway.Core.Buffers;
using TenantGateway.Core.Conversion;
using TenantGateway.Core.Cryptography;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Protection;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Conversion;

/// <summary>
/// Takes rows piece by piece. What was found is stored with every piece, under compare-and-set: a piece that is sent twice counts once, and one that
/// is missing is noticed. Rows are never stored.
/// </summary>
internal sealed class ConversionDesk(ConversionLedger ledger, IKeyRings keys, ITenantDirectory tenants, IRoutePolicies routes, TimeProvider time, ILogger<ConversionDesk> logger) : IConversions
{
    private static readonly ConversionAnswer Unknown = new(null, Reasons.UnknownConversion);

    public async ValueTask<ImmutableArray<DatasetStatus>> ListAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        var runs = await ledger.ListAsync(tenant, cancellationToken);
        return
        [
            .. (await ledger.ListDatasetsAsync(tenant, cancellationToken))
                .Select(dataset => new DatasetStatus(dataset, runs.FirstOrDefault(run => run.Dataset == dataset.Name && run.EndedAt is not null))),
        ];
    }

    public ValueTask DeclareAsync(TenantId tenant, ImmutableArray<string> names, CancellationToken cancellationToken) =>
        ledger.DeclareAsync(tenant, names, time.GetUtcNow(), cancellationToken);

    public string NewId() => "cv_" + Base32.Encode(RandomNumberGenerator.GetBytes(16));

    public async ValueTask<ConversionAnswer> BeginCheckAsync(string id, TenantId tenant, string dataset, ActorId actor, CancellationToken cancellationToken)
    {
        if (!await IsDeclaredAsync(tenant, dataset, cancellationToken)) return new ConversionAnswer(null, Reasons.UnknownDataset);
        await BeginAsync(id, tenant, dataset, rewrites: false, actor, cancellationToken);
        return new ConversionAnswer(await ledger.FindAsync(id, cancellationToken), null);
    }

    /// <summary>Whether the tenant's datasets have one of that name.</summary>
    internal async ValueTask<bool> IsDeclaredAsync(TenantId tenant, string? dataset, CancellationToken cancellationToken) =>
        (await ledger.ListDatasetsAsync(tenant, cancellationToken)).Any(declared => declared.Name == dataset);

    /// <summary>Begins a run; one of that id goes on.</summary>
    internal ValueTask BeginAsync(string id, TenantId tenant, string dataset, bool rewrites, ActorId actor, CancellationToken cancellationToken, string? route = null) => ledger.AddAsync(
        new ConversionRun { Id = id, Tenant = tenant, Dataset = dataset, Rewrites = rewrites, Route = route, Actor = actor, BeganAt = time.GetUtcNow(), Epoch = 1 }, cancellationToken);

    /// <summary>What seals rows as the route would; null where there is no such route, or its service holds no tokens.</summary>
    internal RowProtector? ProtectorOf(string route) => routes.Find(route) is { } found ? RowProtector.Of(found.Plan) : null;

    public async ValueTask<ConversionAnswer> FindAsync(TenantId tenant, string id, CancellationToken cancellationToken) =>
        await ledger.FindAsync(id, cancellationToken) is { } run && run.Tenant == tenant ? new ConversionAnswer(run, null) : Unknown;

    public async ValueTask<ConversionAnswer> TakeAsync(
        TenantId tenant, string id, ActorId actor, long offset, ReadOnlyMemory<byte> lines, ByteBuffer output, CancellationToken cancellationToken)
    {
        // :: Step 1: the run, and where these lines belong in it
        var (run, refusal) = await FindOpenAsync(tenant, id, actor, cancellationToken);
        if (run is null || refusal is not null) return new ConversionAnswer(run, refusal);
        if (tenants.Find(tenant) is not { State: TenantState.Active }) return new ConversionAnswer(run, Reasons.TenantSuspended);
        var isRepeated = offset == run.LastOffset && run.LastOffset < run.Offset;
        if (!isRepeated && offset != run.Offset) return new ConversionAnswer(run, Reasons.ConversionOutOfStep);
        var before = isRepeated ? run.LastTally : run.Tally;
        var protector = run.Route is { } route ? ProtectorOf(route) : null;
        // Rows that should have been protected are not given back as if they were.
        if (run.Route is not null && protector is null) return new ConversionAnswer(run, Reasons.UnknownRoute);

        // :: Step 2: the lines, under a lease of the keys
        ConversionTally found;
        using (var lease = await keys.LeaseAsync(tenant, TokenConverter.Meet(lines.Span), cancellationToken))
        {
            found = TokenConverter.Convert(lines.Span, before.Lines, lease.Ring, keys, run.Rewrites ? output : null, protector, routes.UnauthenticatedShapes);
        }

        // :: Step 3: what was found, before anything is given back
        var changed = run with { Offset = offset + lines.Length, LastOffset = offset, LastTally = before, Tally = before.Add(found) };
        return await ChangeAsync(run, changed, cancellationToken);
    }

    public async ValueTask<ConversionAnswer> EndAsync(TenantId tenant, string id, ActorId actor, long bytes, CancellationToken cancellationToken)
    {
        var (run, refusal) = await FindOpenAsync(tenant, id, actor, cancellationToken);
        if (run is { EndedAt: not null } && run.Offset == bytes) return new ConversionAnswer(run, null);
        if (run is null || refusal is not null) return new ConversionAnswer(run, refusal);
        if (run.Offset != bytes) return new ConversionAnswer(run, Reasons.ConversionOutOfStep);
        var ended = run with { EndedAt = time.GetUtcNow(), LastOffset = run.Offset, LastTally = run.Tally };
        var answer = await ChangeAsync(run, ended, cancellationToken);
        if (answer.Refusal is not null) return answer;
        Log.Ended(logger, run.Id, tenant, run.Dataset, run.Tally.Rows);
        if (run.Tally.Foreign > 0) Log.MetForeign(logger, run.Id, run.Tally.Foreign, tenant, run.Dataset);
        return answer;
    }

    private async ValueTask<ConversionAnswer> ChangeAsync(ConversionRun read, ConversionRun changed, CancellationToken cancellationToken) =>
        await ledger.TryChangeAsync(changed, cancellationToken) is { } written ? new ConversionAnswer(written, null) : new ConversionAnswer(read, Reasons.ConversionOutOfStep);

    private async ValueTask<ConversionAnswer> FindOpenAsync(TenantId tenant, string id, ActorId actor, CancellationToken cancellationToken)
    {
        if (await ledger.FindAsync(id, cancellationToken) is not { } run || run.Tenant != tenant || run.Actor != actor) return Unknown;
        return new ConversionAnswer(run, run.EndedAt is null && time.GetUtcNow() < run.BeganAt + ConversionRun.Life ? null : Reasons.ConversionClosed);
    }
}

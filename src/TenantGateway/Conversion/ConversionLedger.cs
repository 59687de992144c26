using System.Collections.Immutable;
using TenantGateway.Core.Conversion;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Conversion;

/// <summary>
/// The stored inventories and runs, signed when they are written and verified when they are read: one that does not verify is as good as none, and so
/// proves nothing.
/// </summary>
internal sealed class ConversionLedger(IConversionStore store, IKeyEncryptionService keyService, ILogger<ConversionLedger> logger)
{
    private const int MaxRuns = 1000;
    private const int MaxAttempts = 8;

    /// <summary>The declared datasets of a tenant by name.</summary>
    internal async ValueTask<ImmutableArray<Dataset>> ListDatasetsAsync(TenantId tenant, CancellationToken cancellationToken) =>
        await store.FindInventoryAsync(tenant, cancellationToken) is { } inventory && await VerifiesAsync(inventory, cancellationToken) ? inventory.Datasets : [];

    /// <summary>Makes these the datasets of a tenant; one that was declared before keeps its time.</summary>
    internal async ValueTask DeclareAsync(TenantId tenant, ImmutableArray<string> names, DateTimeOffset now, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            var stored = await store.FindInventoryAsync(tenant, cancellationToken);
            var before = stored is not null && await VerifiesAsync(stored, cancellationToken) ? stored.Datasets : [];
            var inventory = new DatasetInventory
            {
                Tenant = tenant,
                Datasets = [.. names.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(name => before.FirstOrDefault(dataset => dataset.Name == name) ?? new Dataset(name, now))],
                // Also behind one that does not verify, which is so replaced.
                Epoch = (stored?.Epoch ?? 0) + 1,
            };
            if (await store.TryDeclareAsync(inventory with { Signature = await SignAsync(ConversionEncoding.Encode(inventory), cancellationToken) }, cancellationToken)) return;
        }

        throw new InvalidOperationException($"The datasets of {tenant} are declared by others all the time.");
    }

    internal async ValueTask AddAsync(ConversionRun run, CancellationToken cancellationToken) => await store.AddAsync(await SignedAsync(run, cancellationToken), cancellationToken);

    internal async ValueTask<ConversionRun?> FindAsync(string id, CancellationToken cancellationToken) =>
        await store.FindAsync(id, cancellationToken) is { } run && Verifies(run, await keyService.GetSigningKeyAsync(cancellationToken)) ? run : null;

    /// <summary>The newest 1,000 runs of a tenant, the newest first.</summary>
    internal async ValueTask<ImmutableArray<ConversionRun>> ListAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        var runs = await store.ListAsync(tenant, MaxRuns, cancellationToken);
        if (runs.Count == 0) return [];
        var signingKey = await keyService.GetSigningKeyAsync(cancellationToken);
        return [.. runs.Where(run => Verifies(run, signingKey))];
    }

    /// <summary>Writes a change of the run as it was read, with the next epoch.</summary>
    /// <returns>Null where somebody else was faster.</returns>
    internal async ValueTask<ConversionRun?> TryChangeAsync(ConversionRun changed, CancellationToken cancellationToken)
    {
        var signed = await SignedAsync(changed with { Epoch = changed.Epoch + 1 }, cancellationToken);
        return await store.TryChangeAsync(signed, cancellationToken) ? signed : null;
    }

    private async ValueTask<ConversionRun> SignedAsync(ConversionRun run, CancellationToken cancellationToken) =>
        run with { Signature = await SignAsync(ConversionEncoding.Encode(run), cancellationToken) };

    private ValueTask<byte[]> SignAsync(byte[] encoding, CancellationToken cancellationToken) => keyService.SignAsync(RecordSignature.Digest(encoding), cancellationToken);

    private bool Verifies(ConversionRun run, byte[] signingKey)
    {
        if (RecordSignature.Verify(signingKey, ConversionEncoding.Encode(run), run.Signature.Span)) return true;
        Log.RunRefused(logger, run.Id, run.Tenant);
        return false;
    }

    private async ValueTask<bool> VerifiesAsync(DatasetInventory inventory, CancellationToken cancellationToken)
    {
        if (RecordSignature.Verify(await keyService.GetSigningKeyAsync(cancellationToken), ConversionEncoding.Encode(inventory), inventory.Signature.Span)) return true;
        Log.InventoryRefused(logger, inventory.Tenant);
        return false;
    }
}

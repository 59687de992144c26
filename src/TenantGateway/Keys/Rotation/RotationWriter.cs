using System.Collections.Immutable;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Keys.Rotation;

namespace TenantGateway.Keys.Rotation;

/// <summary>Carries out planned changes: makes the next records, signs them, and puts them in place of the ones that were read, all or none.</summary>
internal sealed class RotationWriter(IGenerationStore store, GenerationFactory factory, Rewrapper rewrapper, GenerationSigner signer, TimeProvider time)
{
    /// <param name="records">The tenant's records as they were when the changes were planned.</param>
    /// <param name="changes">In this order; those that come later are left out.</param>
    /// <param name="kekId">The version that is wrapped under, where any change wraps.</param>
    /// <param name="cancellationToken">Ends it before anything is written.</param>
    /// <returns>False where somebody else was faster; nothing was changed.</returns>
    /// <exception cref="KeyServiceException">The key service failed; nothing was changed.</exception>
    internal async ValueTask<bool> TryWriteAsync(
        ImmutableArray<GenerationRecord> records, IEnumerable<GenerationChange> changes, string? kekId, CancellationToken cancellationToken)
    {
        var next = new List<GenerationRecord>();
        foreach (var change in changes.Where(change => change.IsImmediate))
        {
            next.Add(change.KeyId is { } keyId
                ? await signer.SignAsync(await ChangeAsync(records.First(record => record.KeyId == keyId), change, kekId, cancellationToken), cancellationToken)
                : await factory.CreateNextAsync(PrimaryOf(records, change.Line), change.Number, next, cancellationToken));
        }

        return await store.TryChangeAsync(next, CancellationToken.None);
    }

    private async ValueTask<GenerationRecord> ChangeAsync(GenerationRecord record, GenerationChange change, string? kekId, CancellationToken cancellationToken)
    {
        if (change.Rewraps) return await rewrapper.RewrapAsync(record, kekId ?? throw new InvalidOperationException("Nobody said under which version to wrap."), cancellationToken);
        if (change.To == record.State) return GenerationLife.Mark(record);
        var moved = GenerationLife.Move(record, change.To, time.GetUtcNow());
        return change.Marks ? moved with { IsCompromised = true } : moved;
    }

    private static GenerationRecord PrimaryOf(ImmutableArray<GenerationRecord> records, KeyLine line) =>
        records.FirstOrDefault(record => record.Line == line && record.State == GenerationState.Primary)
        ?? throw new KeyServiceException(KeyServiceFailure.Denied, $"The {line} line has no usable primary generation.");
}

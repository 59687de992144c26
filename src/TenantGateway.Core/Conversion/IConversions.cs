using System.Collections.Immutable;
using TenantGateway.Core.Access;
using TenantGateway.Core.Buffers;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Core.Conversion;

/// <summary>
/// Looks through stored rows that a tenant's services export, and rewrites their tokens to the primary generations. Rewriting takes an approved
/// operation; looking does not.
/// </summary>
public interface IConversions
{
    /// <summary>The declared datasets by name, each with its newest ended run.</summary>
    ValueTask<ImmutableArray<DatasetStatus>> ListAsync(TenantId tenant, CancellationToken cancellationToken);

    /// <summary>Makes these the datasets that hold tokens of the tenant.</summary>
    ValueTask DeclareAsync(TenantId tenant, ImmutableArray<string> names, CancellationToken cancellationToken);

    /// <summary>A fresh id, so that the intent to begin can be on record before it is done.</summary>
    string NewId();

    /// <summary>Begins a run that only looks.</summary>
    ValueTask<ConversionAnswer> BeginCheckAsync(string id, TenantId tenant, string dataset, ActorId actor, CancellationToken cancellationToken);

    ValueTask<ConversionAnswer> FindAsync(TenantId tenant, string id, CancellationToken cancellationToken);

    /// <summary>Takes lines where the last ones ended, or the last ones once more.</summary>
    /// <param name="tenant">Whose rows.</param>
    /// <param name="id">Of the run.</param>
    /// <param name="actor">Who sends them.</param>
    /// <param name="offset">How many bytes came before.</param>
    /// <param name="lines">Whole lines.</param>
    /// <param name="output">Takes the lines of a run that rewrites, and nothing of one that looks.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="Keys.KeyServiceException">The tenant's keys cannot be used.</exception>
    ValueTask<ConversionAnswer> TakeAsync(TenantId tenant, string id, ActorId actor, long offset, ReadOnlyMemory<byte> lines, ByteBuffer output, CancellationToken cancellationToken);

    /// <summary>Ends a run: there are no more lines, and there were that many bytes. Ending what has ended so changes nothing.</summary>
    ValueTask<ConversionAnswer> EndAsync(TenantId tenant, string id, ActorId actor, long bytes, CancellationToken cancellationToken);
}

/// <summary>What became of a call.</summary>
/// <param name="Run">As it is now; null where there is none.</param>
/// <param name="Refusal">Null where it was done.</param>
public sealed record ConversionAnswer(ConversionRun? Run, Reason? Refusal);

/// <summary>A dataset and what is known of it.</summary>
/// <param name="Dataset">As it was declared.</param>
/// <param name="LastRun">The newest that was ended; null where none was.</param>
public sealed record DatasetStatus(Dataset Dataset, ConversionRun? LastRun);

namespace TenantGateway.Core.Audit.Checkpoints;

/// <summary>The checkpoints of the log as the rest of the gateway sees them.</summary>
public interface IAuditCheckpoints
{
    /// <summary>The newest checkpoint, of everything that is recorded now; it is signed where it was not yet.</summary>
    /// <returns>Null where the log may not be signed, or the key cannot be used.</returns>
    ValueTask<SignedCheckpoint?> NowAsync(CancellationToken cancellationToken);
}

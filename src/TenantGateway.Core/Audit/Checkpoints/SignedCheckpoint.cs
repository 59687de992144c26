namespace TenantGateway.Core.Audit.Checkpoints;

/// <summary>A checkpoint with the note that it was read from, byte by byte.</summary>
public sealed record SignedCheckpoint(Checkpoint Checkpoint, ReadOnlyMemory<byte> Note);

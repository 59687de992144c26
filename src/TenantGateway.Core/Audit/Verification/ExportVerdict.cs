using System.Collections.Immutable;

namespace TenantGateway.Core.Audit.Verification;

/// <summary>What became of the verification of an export.</summary>
public sealed record ExportVerdict
{
    /// <summary>What the export says it holds; null where it is not signed with the key given.</summary>
    public required ExportManifest? Manifest { get; init; }

    /// <summary>The records that were read.</summary>
    public required long Records { get; init; }

    /// <summary>The proofs of single records that hold; 0 for a whole log, whose tree is computed anew.</summary>
    public required long Proofs { get; init; }

    /// <summary>The checkpoints, signed and of one line with each other; those from outside among them.</summary>
    public required int Checkpoints { get; init; }

    /// <summary>Records that are not there because their retention was over, and which record says so.</summary>
    public ImmutableArray<PrunedRange> Pruned { get; init; } = [];

    /// <summary>How many things do not hold; the export is what it says only where it is 0.</summary>
    public required long Problems { get; init; }

    /// <summary>The first of them.</summary>
    public required ImmutableArray<AuditFinding> Findings { get; init; }
}

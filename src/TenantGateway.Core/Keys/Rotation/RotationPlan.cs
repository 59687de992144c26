using System.Collections.Immutable;
using TenantGateway.Core.Access;
using TenantGateway.Core.Protection;

namespace TenantGateway.Core.Keys.Rotation;

/// <summary>What a rotation would do now, or why it cannot be done.</summary>
public sealed record RotationPlan
{
    /// <summary>Every generation that changes, in the order in which it is written; empty where there is nothing to do.</summary>
    public ImmutableArray<GenerationChange> Changes { get; init; } = [];

    /// <summary>True where a generation waits to become primary, this rotation's or one that was begun before.</summary>
    public bool Waits { get; init; }

    /// <summary>The searches that would miss rows from then on.</summary>
    public ImmutableArray<UndeclaredSearch> Breaks { get; init; } = [];

    /// <summary>The sets of rows that may still hold old tokens.</summary>
    public ImmutableArray<OpenDataset> Open { get; init; } = [];

    /// <summary>Null where it can be done.</summary>
    public Reason? Refusal { get; init; }
}

/// <summary>What becomes of one generation.</summary>
/// <param name="KeyId">Null where it is yet to be made.</param>
/// <param name="Line">Its line.</param>
/// <param name="Number">Its number within the line.</param>
/// <param name="From">Its state now; null where it is yet to be made.</param>
/// <param name="To">Its state at once.</param>
/// <param name="Later">Its state once every process knows of the change.</param>
public sealed record GenerationChange(KeyId? KeyId, KeyLine Line, int Number, GenerationState? From, GenerationState To, GenerationState Later)
{
    /// <summary>Its key is wrapped under the new version of the key-encryption key.</summary>
    public bool Rewraps { get; init; }

    /// <summary>It is marked as compromised.</summary>
    public bool Marks { get; init; }

    /// <summary>False where it changes only later.</summary>
    public bool IsImmediate => From != To || Rewraps || Marks;
}

using System.Collections.Immutable;
using TenantGateway.Core.Protection;

namespace TenantGateway.Core.Keys.Rotation;

/// <summary>All that decides what a rotation does, at one moment.</summary>
public sealed record RotationFacts
{
    /// <summary>The tenant's verified records.</summary>
    public required ImmutableArray<GenerationRecord> Records { get; init; }

    /// <summary>The searches that would miss rows while the lookup line has two generations.</summary>
    public ImmutableArray<UndeclaredSearch> Undeclared { get; init; } = [];

    /// <summary>The sets of rows that may still hold tokens of the searchable generation.</summary>
    public ImmutableArray<OpenDataset> Open { get; init; } = [];

    /// <summary>A generation is wrapped by a key-encryption key in a vault of the customer's own, of which nobody here makes versions.</summary>
    public bool IsUnderCustomersKek { get; init; }

    /// <summary>The version of the key-encryption key to wrap under; null before there is one.</summary>
    public string? TargetKek { get; init; }
}

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

    /// <summary>The report on the searchable generation, where there are both.</summary>
    public LookupReport? Report { get; init; }

    /// <summary>How long after a change it is certain that every process knows it.</summary>
    public required TimeSpan Spread { get; init; }
}

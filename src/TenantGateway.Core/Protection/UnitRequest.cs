using TenantGateway.Core.Access;
using TenantGateway.Core.Content;
using TenantGateway.Core.Keys;

namespace TenantGateway.Core.Protection;

/// <summary>Everything that rendering one scanned unit needs; lives no longer than the lease of its keys.</summary>
public readonly ref struct UnitRequest
{
    public required RoutePlan Route { get; init; }

    public required UnitPlan Plan { get; init; }

    public required Actor Actor { get; init; }

    /// <summary>What the actor needs the values for, as the policy has accepted it; null for nothing that it knows.</summary>
    public string? Purpose { get; init; }

    /// <summary>Against which the age of the login is reckoned.</summary>
    public required DateTimeOffset Now { get; init; }

    public Caller Caller => new(Actor, Purpose, Now);

    /// <summary>Counts what could be guesses.</summary>
    public required IDistinctValues Distinct { get; init; }

    /// <summary>Under lease.</summary>
    public required KeyRing Keys { get; init; }

    /// <summary>Tells a foreign key id from an unknown one.</summary>
    public required IKeyRings KeyIds { get; init; }

    /// <summary>Whether date and phone shapes under a generation that is being rotated out become those of the primary one: rows are converted, and their places tell the class. Default: they stay.</summary>
    public bool RenewsShapes { get; init; }

    public required ReadOnlySpan<byte> Unit { get; init; }

    public required UnitScan Scan { get; init; }

    public required UnitEdits Edits { get; init; }

    public required Disclosure Disclosure { get; init; }
}

namespace TenantGateway.Core.Tenants;

/// <summary>What the services' configuration says of places.</summary>
public interface IPlacementRules
{
    /// <summary>Why a tenant could not be served where it is to go; empty where it could, and where this process knows of no services.</summary>
    IReadOnlyList<PlacementProblem> ProblemsOf(TenantId tenant, TenantPlacement placement);
}

/// <param name="Cluster">The route's cluster whose pin is wrong; null where it is the region.</param>
/// <param name="Problem">What is wrong.</param>
/// <param name="Remedy">How to mend it.</param>
public sealed record PlacementProblem(string? Cluster, string Problem, string Remedy);

namespace TenantGateway.Faults.Keys.World;

/// <summary>Which processes a <see cref="KeyWorld"/> has, and what they are set to.</summary>
/// <param name="Name">Tells one plan from another.</param>
/// <param name="Roles">One process each.</param>
/// <param name="Settings">Beside those that every world needs.</param>
internal sealed record KeyWorldPlan(string Name, IReadOnlyList<string> Roles, IReadOnlyDictionary<string, string?> Settings)
{
    /// <summary>What is set in one process alone, by its place among the roles.</summary>
    public Func<int, IEnumerable<KeyValuePair<string, string?>>> Own { get; init; } = _ => [];
}

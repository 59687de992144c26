namespace TenantGateway.Core.Doctor;

/// <summary>Looks at the database as it is. Everything else that reads it makes and migrates it first.</summary>
public interface IStateInspection
{
    Task<StateInspection> InspectAsync(CancellationToken cancellationToken);
}

/// <summary>The database as it is.</summary>
/// <param name="Applied">How many migrations it holds; 0 where there is no database yet.</param>
/// <param name="Missing">Migrations of this version that it does not hold, in order.</param>
/// <param name="Unknown">Migrations that it holds and this version does not know.</param>
/// <param name="Now">Its server's clock; null where it has none of its own.</param>
public sealed record StateInspection(int Applied, IReadOnlyList<string> Missing, IReadOnlyList<string> Unknown, DateTimeOffset? Now = null)
{
    /// <summary>Whether it may be read without being changed by it.</summary>
    public bool IsCurrent => Missing.Count == 0 && Unknown.Count == 0;
}

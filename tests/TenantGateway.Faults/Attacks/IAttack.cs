using TenantGateway.Faults.World;

namespace TenantGateway.Faults.Attacks;

/// <summary>Callers who mean ill.</summary>
internal interface IAttack
{
    /// <summary>Null, or what they need that is not here.</summary>
    string? Lacks => null;

    /// <summary>How long it takes to be under way: what only beginning costs is not measured.</summary>
    TimeSpan Settling => TimeSpan.FromMilliseconds(500);

    /// <summary>Goes on until it is told to stop, and then says in a few words what it did.</summary>
    /// <exception cref="InvalidOperationException">It came to nothing, so that nothing can be said.</exception>
    Task<string> RunAsync(FaultWorld world, CancellationToken until);
}

using TenantGateway.Faults.World;

namespace TenantGateway.Faults.Trail;

/// <summary>What happens to the trail while people's data is shown, and where it is kept meanwhile.</summary>
internal interface ITrouble : IAsyncDisposable
{
    string Name { get; }

    /// <summary>Why it cannot be made here, or null.</summary>
    string? Missing { get; }

    /// <summary>True where the trail cannot be written meanwhile, so that reveals must be refused.</summary>
    bool Refuses { get; }

    /// <summary>The settings of a gateway whose trail it can happen to.</summary>
    Task<Dictionary<string, string?>> PrepareAsync();

    /// <summary>Makes it and ends it, once.</summary>
    Task MakeAsync(FaultWorld world, RevealTraffic traffic, CancellationToken cancellationToken);
}

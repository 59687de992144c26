namespace TenantGateway.Core.Coverage;

/// <summary>The durable counts of what happened to traffic. Several processes add to the same ones.</summary>
public interface ICoverageStore
{
    /// <summary>Adds to the counts, all or none.</summary>
    ValueTask AddAsync(IReadOnlyList<CoverageCount> counts, CancellationToken cancellationToken);

    /// <summary>The counts of some days together, both included, in the order of route, what and detail; of one route, or of all where it is null.</summary>
    ValueTask<IReadOnlyList<CoverageTotal>> SumAsync(DateOnly from, DateOnly to, string? route, CancellationToken cancellationToken);

    /// <summary>Forgets the days before one.</summary>
    ValueTask ForgetAsync(DateOnly before, CancellationToken cancellationToken);
}

namespace TenantGateway.Core.Keys;

/// <summary>The durable counts of tokens seen.</summary>
public interface ITokenSightingStore
{
    /// <summary>Adds to the counts, in one transaction.</summary>
    ValueTask AddAsync(IReadOnlyList<TokensSeen> seen, CancellationToken cancellationToken);

    ValueTask<IReadOnlyList<TokensSeen>> ListAsync(CancellationToken cancellationToken);
}

/// <summary>How often tokens of one generation were opened.</summary>
/// <param name="Generation">Whose tokens.</param>
/// <param name="Tokens">How many, each time it was opened; what was seen in the last minute of a process that was killed is missing, and what was being written when the connection to the database was lost may count twice.</param>
/// <param name="First">The first day (UTC).</param>
/// <param name="Last">The last day (UTC).</param>
public sealed record TokensSeen(KeyId Generation, long Tokens, DateOnly First, DateOnly Last);

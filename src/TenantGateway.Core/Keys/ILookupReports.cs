using TenantGateway.Core.Tenants;

namespace TenantGateway.Core.Keys;

/// <summary>What has been proven about the tokens of lookup generations in the services' data.</summary>
public interface ILookupReports
{
    /// <summary>The newest report on that generation that was made to its end; null where there is none.</summary>
    ValueTask<LookupReport?> FindAsync(TenantId tenant, KeyId generation, CancellationToken cancellationToken);
}

/// <summary>How many tokens of a lookup generation were found in what a tenant's services hold.</summary>
/// <param name="Generation">Whose tokens were counted.</param>
/// <param name="Tokens">Zero lets the generation leave <see cref="GenerationState.Searchable"/>.</param>
/// <param name="FinishedAt">When the count was complete.</param>
public sealed record LookupReport(KeyId Generation, long Tokens, DateTimeOffset FinishedAt);

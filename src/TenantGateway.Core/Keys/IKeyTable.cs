namespace TenantGateway.Core.Keys;

/// <summary>The table of generations that this process goes by.</summary>
public interface IKeyTable
{
    /// <summary>Reads and verifies the stored records again. Generations that may no longer be read are retired and their keys zeroed when it returns.</summary>
    ValueTask ReloadAsync(CancellationToken cancellationToken);
}

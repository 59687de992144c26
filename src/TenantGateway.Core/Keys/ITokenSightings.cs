namespace TenantGateway.Core.Keys;

/// <summary>Counts the stored tokens that are opened, by generation: what tells whether one is still in use.</summary>
public interface ITokenSightings
{
    /// <summary>Called once a unit and generation, on the hot path: neither waits nor allocates.</summary>
    void Saw(KeyId generation, int tokens);
}

namespace TenantGateway.Core.Access;

/// <summary>A feature of a request that others than its pipeline look for: it stays with the server's own.</summary>
public interface IServerFeature;

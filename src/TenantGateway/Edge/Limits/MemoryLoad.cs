namespace TenantGateway.Edge.Limits;

/// <summary>How much of the memory that this process may have is in use; 1 is all.</summary>
internal delegate double MemoryLoad();

using TenantGateway.Core.Audit;
using TenantGateway.Core.Audit.Merkle;

namespace TenantGateway.Auditing;

/// <summary>The end of the log as this process left it: true for as long as no other process has written.</summary>
/// <param name="Frontier">The right edge of the tree; never changed.</param>
/// <param name="Tails">The last records of the tenants that this process wrote for; those of the next batch are put in their place.</param>
internal sealed record TrailEnd(MerkleFrontier Frontier, Dictionary<string, AuditTail> Tails);

using TenantGateway.Core.Access;

namespace TenantGateway.Tests.Diagnostics;

/// <summary>What is refused of searches of the audit log.</summary>
internal static partial class Provocations
{
    private static IEnumerable<Provocation> AuditSearches() =>
    [
        new(Reasons.UnknownRecord, Trace.Recorded, p => p.SendAsync("reviewer@acme", HttpMethod.Get, $".well-known/tenant-gateway/audit/records/globex/1?q={Provoker.Planted}")),
        new(Reasons.InvalidCursor, Trace.Recorded, p => p.SendAsync("reviewer@acme", HttpMethod.Get, $".well-known/tenant-gateway/audit/records?cursor={Provoker.Planted}")) { Members = ["location"] },
    ];
}

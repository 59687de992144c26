using System.Diagnostics;
using TenantGateway.Core.Access;
using TenantGateway.Core.Protection.Policies;

namespace TenantGateway.Core.Protection;

/// <summary>
/// Turns the spans of a scanned unit into edits, synchronously, under a lease of the keys. Nothing it wrote may leave before what
/// <see cref="Disclosure"/> says is on record.
/// </summary>
public static class UnitRenderer
{
    /// <returns>Why the unit must not go on, or null.</returns>
    public static Refusal? Render(in UnitRequest request)
    {
        if (request.Keys.Tenant != request.Actor.Tenant) throw new InvalidOperationException("The keys belong to another tenant than the actor.");
        return request.Plan.Operation switch
        {
            PlanOperation.Protect => UnitProtector.Protect(request),
            PlanOperation.Reveal => UnitRevealer.Reveal(request),
            _ => throw new UnreachableException(),
        };
    }
}

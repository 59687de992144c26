using TenantGateway.Core.Content;
using TenantGateway.Core.Protection;
using TenantGateway.Core.Protection.Policies;

namespace TenantGateway.Protection;

/// <summary>What cuts a body of one format into units.</summary>
internal static class UnitSplitters
{
    /// <returns>Null where the body is one unit.</returns>
    public static UnitSplitter? Of(BodyFormat format, string? contentType, RoutePlan plan, int maxUnitBytes) => format switch
    {
        BodyFormat.Parts when MediaTypes.BoundaryOf(contentType) is { } boundary && plan.Parts is { } rules => new PartSplitter(boundary, rules, maxUnitBytes),
        BodyFormat.Lines or BodyFormat.Parts => new LineSplitter(maxUnitBytes),
        BodyFormat.Events when plan is { Observes: false, Policy: { Response: PlanOperation.Reveal, Texts.IsEmpty: false } } => new JoiningEventSplitter(maxUnitBytes, plan.Places),
        BodyFormat.Events => new EventSplitter(maxUnitBytes),
        _ => null,
    };
}

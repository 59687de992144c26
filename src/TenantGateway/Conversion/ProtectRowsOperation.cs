using System.Collections.Immutable;
using TenantGateway.Core.Access;
using TenantGateway.Core.Operations;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Conversion;

/// <summary>
/// <c>protect-rows</c>, with the name of a declared dataset as <c>dataset</c> and the id of a route as <c>route</c>: gives its requester the right to have the clear values
/// of one export sealed at the places that the route's policy names, once. The run that it opens has the operation's id.
/// </summary>
internal sealed class ProtectRowsOperation(ConversionDesk desk, ITenantDirectory tenants) : IOperationKind
{
    private const string Dataset = "dataset";
    private const string Route = "route";

    public string Name => "protect-rows";

    public ImmutableArray<string> Roles { get; } = [AdminRoles.KeyAdmin];

    public TimeSpan MaxLoginAge { get; } = TimeSpan.FromMinutes(15);

    public async ValueTask<OperationPlan> PlanAsync(TenantId tenant, ImmutableSortedDictionary<string, string> parameters, CancellationToken cancellationToken)
    {
        if (tenants.Find(tenant) is not { State: TenantState.Active }) return new OperationPlan([], Reasons.TenantSuspended);
        if (await RefuseAsync(tenant, parameters, cancellationToken) is { } refusal) return new OperationPlan([], refusal);
        return new OperationPlan(
        [
            $"The clear values in one export of the dataset {parameters[Dataset]} of tenant {tenant} become tokens, at the places that the policy of the route {parameters[Route]} names.",
            "Whoever requested it gets the rows back, within three days, and so learns the tokens of values that they know: equal searchable values have equal tokens. Nothing is written to the service.",
        ]);
    }

    public async ValueTask<OperationResult> RunAsync(Operation operation, CancellationToken cancellationToken)
    {
        if (await RefuseAsync(operation.Tenant, operation.Parameters, cancellationToken) is { } refusal) return new OperationResult(refusal);
        await desk.BeginAsync(operation.Id, operation.Tenant, operation.Parameters[Dataset], rewrites: true, operation.RequestedBy, cancellationToken, operation.Parameters[Route]);
        return OperationResult.Done;
    }

    private async ValueTask<Reason?> RefuseAsync(TenantId tenant, ImmutableSortedDictionary<string, string> parameters, CancellationToken cancellationToken)
    {
        if (parameters.Count != 2 || !await desk.IsDeclaredAsync(tenant, parameters.GetValueOrDefault(Dataset), cancellationToken)) return Reasons.UnknownDataset;
        return parameters.GetValueOrDefault(Route) is { } route && desk.ProtectorOf(route) is not null ? null : Reasons.UnknownRoute;
    }
}

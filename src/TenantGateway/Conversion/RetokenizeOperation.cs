using System.Collections.Immutable;
using TenantGateway.Core.Access;
using TenantGateway.Core.Operations;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Conversion;

/// <summary>
/// <c>retokenize</c>, with the name of a declared dataset as <c>dataset</c>: gives its requester the right to have the tokens of one export rewritten, once.
/// The run that it opens has the operation's id.
/// </summary>
internal sealed class RetokenizeOperation(ConversionDesk desk, ITenantDirectory tenants) : IOperationKind
{
    internal const string Parameter = "dataset";

    public string Name => "retokenize";

    public ImmutableArray<string> Roles { get; } = [AdminRoles.KeyAdmin];

    public TimeSpan MaxLoginAge { get; } = TimeSpan.FromMinutes(15);

    public async ValueTask<OperationPlan> PlanAsync(TenantId tenant, ImmutableSortedDictionary<string, string> parameters, CancellationToken cancellationToken)
    {
        if (tenants.Find(tenant) is not { State: TenantState.Active }) return new OperationPlan([], Reasons.TenantSuspended);
        if (parameters.Count != 1 || !await desk.IsDeclaredAsync(tenant, parameters.GetValueOrDefault(Parameter), cancellationToken)) return new OperationPlan([], Reasons.UnknownDataset);
        return new OperationPlan(
        [
            $"The tokens in one export of the dataset {parameters[Parameter]} of tenant {tenant} are rewritten to the primary generations of their lines.",
            "Whoever requested it gets them back as tokens, within three days. No value is shown, and nothing is written to the service.",
        ]);
    }

    public async ValueTask<OperationResult> RunAsync(Operation operation, CancellationToken cancellationToken)
    {
        if (operation.Parameters.GetValueOrDefault(Parameter) is not { } dataset || !await desk.IsDeclaredAsync(operation.Tenant, dataset, cancellationToken))
            return new OperationResult(Reasons.UnknownDataset);
        await desk.BeginAsync(operation.Id, operation.Tenant, dataset, rewrites: true, operation.RequestedBy, cancellationToken);
        return OperationResult.Done;
    }
}

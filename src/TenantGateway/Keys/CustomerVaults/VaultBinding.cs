using System.Collections.Immutable;
using Microsoft.Extensions.Options;
using TenantGateway.Core.Access;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Operations;
using TenantGateway.Core.Tenants;
using TenantGateway.Keys.AzureKeyVault;

namespace TenantGateway.Keys.CustomerVaults;

/// <summary>
/// <c>byok.bind</c>, with <c>vault</c>, <c>key</c> and <c>directory</c>: puts a tenant's generations under the newest version of its own key. Only what the tenant's own admin
/// has declared, word for word. Done again after the customer has added a version, it moves to that one.
/// </summary>
internal sealed class VaultBinding(
    IVaultDeclarations declarations, CustomerKeyTrial trial, KekReplacement replacement, ITenantDirectory tenants, IAuditTrail audit, IOptions<AzureKeyVaultOptions> options, ILogger<VaultBinding> logger) : IOperationKind
{
    public string Name => VaultOperations.Bind;

    public ImmutableArray<string> Roles { get; } = [AdminRoles.KeyAdmin];

    public TimeSpan MaxLoginAge { get; } = TimeSpan.FromMinutes(15);

    public async ValueTask<OperationPlan> PlanAsync(TenantId tenant, ImmutableSortedDictionary<string, string> parameters, CancellationToken cancellationToken)
    {
        var (found, refusal) = await FindAsync(tenant, parameters, cancellationToken);
        if (found is not var (declaration, target)) return new OperationPlan([], refusal);
        var former = replacement.InUse(tenant);
        if (former.Count == 0) return new OperationPlan([], Reasons.VaultNotConfirmed);
        return new OperationPlan(
        [
            $"Every key of {tenant} is wrapped by {target} from then on, in place of {string.Join(" and ", former)}.",
            $"{tenant} can be read only while that key unwraps for this gateway. Nobody but its owner can bring it back.",
            "Copies of the database made before stay readable with what wrapped them until that is destroyed.",
            FormattableString.Invariant($"Declared by {declaration.DeclaredBy} of {tenant} at {declaration.DeclaredAt:yyyy-MM-dd'T'HH:mm:ss.fff'Z'}."),
        ]);
    }

    public async ValueTask<OperationResult> RunAsync(Operation operation, CancellationToken cancellationToken)
    {
        var (found, refusal) = await FindAsync(operation.Tenant, operation.Parameters, cancellationToken);
        if (found is not var (_, target)) return new OperationResult(refusal ?? Reasons.VaultNotConfirmed);
        await RecordAsync(operation, target, "intent");
        try
        {
            var moved = await replacement.RunAsync(operation.Tenant, target.ToString(), cancellationToken);
            Log.Bound(logger, moved, operation.Tenant, target.ToString());
            await RecordAsync(operation, target, moved > 0 ? "ok" : "unchanged");
            return OperationResult.Done;
        }
        catch (KeyServiceException fault)
        {
            Log.KeyUnusable(logger, $"{target}", operation.Tenant, fault.Failure, fault.Message);
            await RecordAsync(operation, target, Reasons.CustomerKeyUnusable.Code);
            return new OperationResult(Reasons.CustomerKeyUnusable);
        }
    }

    private async ValueTask<((VaultDeclaration Declaration, CustomerKekId Target)? Found, Reason? Refusal)> FindAsync(
        TenantId tenant, ImmutableSortedDictionary<string, string> parameters, CancellationToken cancellationToken)
    {
        // Whose keys are on their way out is not given others.
        if (tenants.Find(tenant) is { State: TenantState.Terminated or TenantState.Destroyed }) return (null, Reasons.TenantStateConflict);
        var (vault, name, directory) = (parameters.GetValueOrDefault(VaultOperations.Vault), parameters.GetValueOrDefault(VaultOperations.Key), parameters.GetValueOrDefault(VaultOperations.Directory));
        if (parameters.Count != 3 || !CustomerKey.TryParse(vault, name, directory, options.Value, out var key, out _)) return (null, Reasons.InvalidDefinition);
        if (await declarations.FindAsync(tenant, cancellationToken) is not { } declaration || !key.IsDeclaredBy(declaration)) return (null, Reasons.VaultNotConfirmed);
        try
        {
            return ((declaration, await trial.ProveAsync(key, tenant, cancellationToken)), null);
        }
        catch (KeyServiceException unusable)
        {
            Log.KeyUnusable(logger, $"{key}", tenant, unusable.Failure, unusable.Message);
            return (null, Reasons.CustomerKeyUnusable);
        }
    }

    // In the tenant's own log: its admin sees there what became of the declaration.
    private ValueTask RecordAsync(Operation operation, CustomerKekId target, string outcome) => audit.CommitAsync(
        new AuditEntry { Event = AuditEvent.VaultBound, Tenant = operation.Tenant, Outcome = outcome, Subject = $"{operation.Id} {target}" }, CancellationToken.None);
}

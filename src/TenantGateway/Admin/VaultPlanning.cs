using System.Collections.Immutable;
using TenantGateway.Core.Access;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Operations;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Admin;

/// <summary>
/// <c>GET /admin/tenants/TENANT/vault</c>: the vault that the tenant's own admin has declared, what <c>byok.bind</c> would do with it, or why it cannot. Changes nothing.
/// </summary>
internal sealed class VaultPlanning(IVaultDeclarations declarations, IEnumerable<IOperationKind> kinds, ITenantDirectory tenants, RecordedReading reading)
{
    private readonly IOperationKind _binding = kinds.Single(kind => kind.Name == VaultOperations.Bind);

    // Found at the request: the kind belongs to the keys, which need not be there when routes are mapped.
    public static Task AnswerAsync(HttpContext context, Actor actor) => context.RequestServices.GetRequiredService<VaultPlanning>().TellAsync(context, actor);

    private async Task TellAsync(HttpContext context, Actor actor)
    {
        if (!KeyChangeRequest.TryFindTenant(context, tenants, out var tenant))
        {
            context.Features.Set(new Refusal(Reasons.UnknownTenant));
            return;
        }

        await reading.RunAsync(context, AdminAudit.EntryOf(context, actor, AuditEvent.VaultPlanned, tenant.Id.Value), async () =>
        {
            if (await PlanOrRefuseAsync(context, tenant.Id) is { } refusal) context.Features.Set(refusal);
        });
    }

    private async Task<Refusal?> PlanOrRefuseAsync(HttpContext context, TenantId tenant)
    {
        try
        {
            return await PlanAsync(context, tenant);
        }
        catch (KeyServiceException unavailable)
        {
            return unavailable.Refusal;
        }
    }

    private async Task<Refusal?> PlanAsync(HttpContext context, TenantId tenant)
    {
        if (await declarations.FindAsync(tenant, context.RequestAborted) is not { } declared) return new Refusal(Reasons.VaultNotConfirmed);
        var parameters = ImmutableSortedDictionary<string, string>.Empty
            .Add(VaultOperations.Vault, declared.Vault).Add(VaultOperations.Key, declared.Key).Add(VaultOperations.Directory, declared.Directory);
        var plan = await _binding.PlanAsync(tenant, parameters, context.RequestAborted);
        if (plan.Refusal is { } reason) return new Refusal(reason);
        await context.Response.WriteAsJsonAsync(new VaultPlan(_binding.Name, parameters, plan.Effects), TenantItem.Json, context.RequestAborted);
        return null;
    }
}

/// <summary>What to request, and what would come of it.</summary>
internal sealed record VaultPlan(string Kind, IReadOnlyDictionary<string, string> Parameters, ImmutableArray<string> Effects);

using System.Text.Json.Serialization;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Admin;

/// <summary>What defines a tenant, as it is read and sent back: all of it, and nothing else.</summary>
/// <param name="Id">2 to 39 characters of <c>[a-z0-9-]</c>; never changes.</param>
/// <param name="DisplayName">What people call it: 1 to 200 characters.</param>
/// <param name="Organizations">Whose members belong to it: 1 to 100.</param>
/// <param name="Hosts">Host names that serve this tenant only: at most 100.</param>
/// <param name="Quotas">What it may use that differs from the settings.</param>
/// <param name="Region">The region that its requests do not leave.</param>
/// <param name="Clusters">Its own cluster by the cluster of a route; the same name for a cluster that it shares.</param>
internal sealed record TenantDefinitionItem(
    string Id,
    string DisplayName,
    IReadOnlyList<OrganizationDraft> Organizations,
    IReadOnlyList<string>? Hosts,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] QuotasItem? Quotas = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Region = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyDictionary<string, string>? Clusters = null)
{
    public static TenantDefinitionItem Of(Tenant tenant) => new(
        tenant.Id.Value,
        tenant.DisplayName,
        [.. tenant.Organizations.Select(binding => new OrganizationDraft(binding.Issuer, binding.OrganizationId, binding.Label, binding.Roles is { } ceiling ? [.. ceiling.Roles] : null))],
        tenant.Hosts,
        QuotasItem.Of(tenant.Quotas),
        tenant.Placement.Region,
        TenantItem.ClustersOf(tenant.Placement));
}

/// <param name="Issuer">The exact <c>iss</c> of its tokens.</param>
/// <param name="OrganizationId">Its id there.</param>
/// <param name="Label">What people call it: 1 to 200 characters.</param>
/// <param name="Roles">The roles that its members may have here, at most 100; left out for all, empty for none.</param>
internal sealed record OrganizationDraft(
    string Issuer,
    string OrganizationId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Label,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Roles);

using System.Text.Json;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Admin;

/// <summary>A tenant as the admin API shows it.</summary>
internal sealed record TenantItem(
    string Id, string DisplayName, string State, IReadOnlyList<OrganizationItem> Organizations, IReadOnlyList<string> Hosts, DateTimeOffset CreatedAt)
{
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static TenantItem Of(Tenant tenant) => new(
        tenant.Id.Value,
        tenant.DisplayName,
        tenant.State switch
        {
            TenantState.Active => "active",
            TenantState.Suspended => "suspended",
            _ => throw new System.Diagnostics.UnreachableException(),
        },
        [.. tenant.Organizations.Select(organization => new OrganizationItem(organization.Issuer, organization.OrganizationId))],
        tenant.Hosts,
        tenant.CreatedAt);
}

internal sealed record OrganizationItem(string Issuer, string OrganizationId);

internal sealed record TenantList(IReadOnlyList<TenantItem> Items);

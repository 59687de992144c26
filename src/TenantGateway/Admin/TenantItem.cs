using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Admin;

/// <summary>A tenant as the admin API shows it.</summary>
internal sealed record TenantItem(
    string Id, string DisplayName, string State, IReadOnlyList<OrganizationItem> Organizations, IReadOnlyList<string> Hosts, DateTimeOffset CreatedAt)
{
    // With its resolver named, because who asks these for a schema may come before anybody has serialized with them.
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { TypeInfoResolver = new DefaultJsonTypeInfoResolver() };

    public static TenantItem Of(Tenant tenant) => new(
        tenant.Id.Value,
        tenant.DisplayName,
        NameOf(tenant.State),
        [.. tenant.Organizations.Select(organization => new OrganizationItem(organization.Issuer, organization.OrganizationId))],
        tenant.Hosts,
        tenant.CreatedAt);

    public static string NameOf(TenantState state) => state switch
    {
        TenantState.Active => "active",
        TenantState.Suspended => "suspended",
        TenantState.Terminated => "terminated",
        TenantState.Destroyed => "destroyed",
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}

internal sealed record OrganizationItem(string Issuer, string OrganizationId);

internal sealed record TenantList(IReadOnlyList<TenantItem> Items);

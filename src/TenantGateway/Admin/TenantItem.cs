using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Admin;

/// <summary>A tenant as the admin API shows it. Quotas, region and clusters are absent where its definition says nothing of them.</summary>
/// <param name="Id">Its name for ever.</param>
/// <param name="DisplayName">What people call it.</param>
/// <param name="State"><c>active</c>, <c>suspended</c>, <c>terminated</c> or <c>destroyed</c>.</param>
/// <param name="Organizations">Whose members belong to it.</param>
/// <param name="Hosts">Host names that serve this tenant only.</param>
/// <param name="CreatedAt">When it was created.</param>
/// <param name="Revision">One more with every change of its definition.</param>
/// <param name="Quotas">What it may use that differs from the settings.</param>
/// <param name="Region">The region that its requests do not leave.</param>
/// <param name="Clusters">Its own cluster by the cluster of a route.</param>
internal sealed record TenantItem(
    string Id,
    string DisplayName,
    string State,
    IReadOnlyList<OrganizationItem> Organizations,
    IReadOnlyList<string> Hosts,
    DateTimeOffset CreatedAt,
    long Revision,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] QuotasItem? Quotas,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Region,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyDictionary<string, string>? Clusters)
{
    // With its resolver named, because who asks these for a schema may come before anybody has serialized with them.
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { TypeInfoResolver = new DefaultJsonTypeInfoResolver() };

    public static TenantItem Of(Tenant tenant) => new(
        tenant.Id.Value,
        tenant.DisplayName,
        NameOf(tenant.State),
        [.. tenant.Organizations.Select(OrganizationItem.Of)],
        tenant.Hosts,
        tenant.CreatedAt,
        tenant.Revision,
        QuotasItem.Of(tenant.Quotas),
        tenant.Placement.Region,
        ClustersOf(tenant.Placement));

    public static IReadOnlyDictionary<string, string>? ClustersOf(TenantPlacement placement) =>
        placement.Clusters.Count == 0 ? null : new SortedDictionary<string, string>(placement.Clusters.ToDictionary(), StringComparer.Ordinal);

    public static string NameOf(TenantState state) => state switch
    {
        TenantState.Active => "active",
        TenantState.Suspended => "suspended",
        TenantState.Terminated => "terminated",
        TenantState.Destroyed => "destroyed",
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}

/// <param name="Issuer">The exact <c>iss</c> of its tokens.</param>
/// <param name="OrganizationId">Its id there.</param>
/// <param name="Reference">Its name in audit records and assertions.</param>
/// <param name="Label">What people call it.</param>
/// <param name="Roles">The roles that its members may have here; absent for all.</param>
internal sealed record OrganizationItem(
    string Issuer,
    string OrganizationId,
    string Reference,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Label,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Roles)
{
    public static OrganizationItem Of(OrganizationBinding binding) =>
        new(binding.Issuer, binding.OrganizationId, binding.Reference.Value, binding.Label, binding.Roles is { } ceiling ? [.. ceiling.Roles] : null);
}

/// <param name="RequestsPerSecond">The rate that it may keep up.</param>
/// <param name="Burst">Requests that may come at once after a rest.</param>
/// <param name="ConcurrentRequests">Requests and streams under way at once.</param>
internal sealed record QuotasItem(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? RequestsPerSecond,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Burst,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? ConcurrentRequests)
{
    public static QuotasItem? Of(QuotaOverrides quotas) =>
        quotas == QuotaOverrides.None ? null : new QuotasItem(quotas.RequestsPerSecond, quotas.Burst, quotas.ConcurrentRequests);
}

internal sealed record TenantList(IReadOnlyList<TenantItem> Items);

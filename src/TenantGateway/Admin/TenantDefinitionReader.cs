using System.Collections.Immutable;
using System.Text.Json;
using TenantGateway.Core.Access;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Admin;

/// <summary>Turns a definition into a tenant, or into everything that is wrong with it at once.</summary>
internal sealed class TenantDefinitionReader(IssuerRegistry issuers, SharedHosts sharedHosts, IPlacementRules placements, TimeProvider clock)
{
    public const int MaxBindings = 100;
    public const int MaxDisplayNameLength = 200;
    public const int MaxNameLength = 255;

    /// <returns>The tenant; null where <paramref name="problems"/> holds anything.</returns>
    /// <exception cref="InvalidOperationException">A string holds half of a surrogate pair.</exception>
    public Tenant? Read(JsonElement definition, out IReadOnlyList<DefinitionProblem> problems) => Read(definition, null, out problems);

    /// <param name="definition">What was sent.</param>
    /// <param name="known">The tenant that it must be of; null for whichever it names.</param>
    /// <param name="problems">What is wrong with it.</param>
    /// <returns>The tenant; null where <paramref name="problems"/> holds anything.</returns>
    /// <exception cref="InvalidOperationException">A string holds half of a surrogate pair.</exception>
    public Tenant? Read(JsonElement definition, TenantId? known, out IReadOnlyList<DefinitionProblem> problems)
    {
        var found = new List<DefinitionProblem>();
        problems = found;
        var root = new DefinitionCursor(definition, "$", found);
        var members = root.AsObject("id", "displayName", "organizations", "hosts", "quotas", "region", "clusters");
        var id = known is not null && !members.ContainsKey("id") ? known : Required(root, members, "id") is { } idCursor ? ReadId(idCursor, known) : null;
        var name = Required(root, members, "displayName")?.AsText(MaxDisplayNameLength);
        var organizations = Required(root, members, "organizations") is { } list ? ReadOrganizations(list) : [];
        var hosts = members.TryGetValue("hosts", out var hostList) ? ReadHosts(hostList) : [];
        var quotas = members.TryGetValue("quotas", out var quotaCursor) ? QuotasReader.Read(quotaCursor) : QuotaOverrides.None;
        var placement = PlacementReader.Read(members.GetValueOrDefault("region"), members.GetValueOrDefault("clusters"), id, placements);
        if (found.Count > 0 || id is not { } tenantId || name is null) return null;
        return new Tenant
        {
            Id = tenantId,
            DisplayName = name,
            State = TenantState.Active,
            Organizations = organizations,
            Hosts = hosts,
            CreatedAt = clock.GetUtcNow(),
            Quotas = quotas,
            Placement = placement,
        };
    }

    private static TenantId? ReadId(DefinitionCursor cursor, TenantId? known)
    {
        if (cursor.AsText(MaxNameLength) is not { } text) return null;
        if (!TenantId.TryParse(text, out var id))
        {
            cursor.Report("It is no tenant id.", "Give 2 to 39 characters of [a-z0-9-], starting with a letter and not ending with a hyphen.");
            return null;
        }

        if (id == TenantId.Operator) cursor.Report("This id is the operator's own.", "Choose another.");
        if (known is { } expected && id != expected) cursor.Report("It is another tenant's id than the path's.", "Remove it: an id never changes.");
        return id;
    }

    private ImmutableArray<OrganizationBinding> ReadOrganizations(DefinitionCursor list)
    {
        var bindings = new List<OrganizationBinding>();
        var places = list.AsArray(MaxBindings);
        if (places.Count == 0) list.Report("It names no organization.", "Name at least one: without it nobody belongs to the tenant.");
        foreach (var place in places)
        {
            if (ReadOrganization(place) is not { } binding) continue;
            if (bindings.Exists(other => other.Key == binding.Key)) place.Report("It names an organization that is named before.", "Remove it.");
            bindings.Add(binding);
        }

        return [.. bindings];
    }

    private OrganizationBinding? ReadOrganization(DefinitionCursor place)
    {
        var members = place.AsObject("issuer", "organizationId", "label", "roles");
        var issuer = Required(place, members, "issuer")?.AsText(2048);
        var organization = Required(place, members, "organizationId")?.AsText(MaxNameLength);
        var label = members.GetValueOrDefault("label")?.AsText(MaxDisplayNameLength);
        var roles = members.TryGetValue("roles", out var roleList) ? ReadRoles(roleList) : null;
        if (issuer is not null && issuers.Find(issuer) is null)
        {
            members["issuer"].Report("No such issuer is configured.", "Give the exact iss of a configured issuer, trailing slash and all.");
        }

        if (issuer is null || organization is null) return null;
        if (issuers.IsOperator(issuer, organization))
        {
            members["organizationId"].Report("This is the operator's own organization.", "Bind the customer's organization.");
        }

        return new OrganizationBinding(issuer, organization) { Label = label, Roles = roles };
    }

    private static RoleCeiling? ReadRoles(DefinitionCursor list)
    {
        var roles = new List<string>();
        foreach (var place in list.AsArray(RoleCeiling.MaxRoles))
        {
            if (place.AsText(RoleCeiling.MaxRoleLength) is not { } role) continue;
            if (!RoleCeiling.IsRole(role)) place.Report("It is no role.", "Give the name of a role as tokens carry it, without white space.");
            else if (roles.Contains(role, StringComparer.Ordinal)) place.Report("It names a role that is named before.", "Remove it.");
            else roles.Add(role);
        }

        return RoleCeiling.TryCreate(roles, out var ceiling) ? ceiling : null;
    }

    private ImmutableArray<string> ReadHosts(DefinitionCursor list)
    {
        var hosts = new List<string>();
        foreach (var place in list.AsArray(MaxBindings))
        {
            if (place.AsText(MaxNameLength) is not { } text) continue;
            if (!HostName.TryParse(text, out var host) || host.IsAddress)
            {
                place.Report("It is no host name.", "Give a lower-case DNS name without port and trailing dot.");
                continue;
            }

            if (sharedHosts.Contains(host)) place.Report("This host is shared by all tenants.", "Choose a host of the tenant's own.");
            if (hosts.Contains(text, StringComparer.Ordinal)) place.Report("It names a host that is named before.", "Remove it.");
            hosts.Add(text);
        }

        return [.. hosts];
    }

    private static DefinitionCursor? Required(DefinitionCursor parent, Dictionary<string, DefinitionCursor> members, string name)
    {
        if (members.TryGetValue(name, out var cursor)) return cursor;
        parent.Report($"The member {name} is missing.", "Add it.");
        return null;
    }
}

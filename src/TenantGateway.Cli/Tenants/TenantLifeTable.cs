using System.Globalization;
using Spectre.Console;
using TenantGateway.Cli.Terminal;

namespace TenantGateway.Cli.Tenants;

/// <summary>One tenant and where it stands.</summary>
internal static class TenantLifeTable
{
    public static Table Of(TenantLifeDocument life, Printer printer)
    {
        var table = Printer.Table("Tenant", life.Tenant.Id);
        Add("Name", life.Tenant.DisplayName);
        Add("State", life.Tenant.State);
        Add("Organizations", [.. life.Tenant.Organizations.Select(Text)]);
        Add("Hosts", [.. life.Tenant.Hosts]);
        if (life.Tenant.Quotas is { } quotas) Add("Quotas", [.. Text(quotas)]);
        if (life.Tenant.Region is { } region) Add("Region", region);
        if (life.Tenant.Clusters is { } clusters) Add("Clusters", [.. clusters.Select(pin => $"{pin.Key}={pin.Value}")]);
        if (life.Tenant.Revision is { } revision) Add("Revision", revision.ToString(CultureInfo.InvariantCulture));
        Add("Created", Moments.Text(life.Tenant.CreatedAt));
        if (life.Hold is { } hold) Add("Held", $"since {Moments.Text(hold.Since)} by {hold.By}");
        if (life.Termination is { } termination)
        {
            Add("Terminated", $"{Moments.Text(termination.TerminatedAt)} by operation {termination.Operation}");
            if (termination.DestroyedAt is { } destroyed) Add("Destroyed", $"{Moments.Text(destroyed)}, certificate {termination.Certificate}");
            else Add("Destroyed", termination.DestroyFrom is { } from ? $"from {Moments.Text(from)} on" : "not while it is held");
        }

        return table;

        void Add(string name, params string[] lines) => table.AddRow(printer.Cell(name), printer.Cell(lines));
    }

    private static string Text(OrganizationDocument organization) => string.Concat(
        $"{organization.Issuer}={organization.OrganizationId}",
        organization.Label is { } label ? $" ({label})" : "",
        organization.Roles is { } roles ? $" roles: {(roles.Count == 0 ? "none" : string.Join(", ", roles))}" : "",
        organization.Reference is { } reference ? $" {reference}" : "");

    private static IEnumerable<string> Text(QuotasDocument quotas)
    {
        if (quotas.RequestsPerSecond is { } rate) yield return string.Create(CultureInfo.InvariantCulture, $"{rate} requests a second");
        if (quotas.Burst is { } burst) yield return string.Create(CultureInfo.InvariantCulture, $"{burst} at once after a rest");
        if (quotas.ConcurrentRequests is { } concurrent) yield return string.Create(CultureInfo.InvariantCulture, $"{concurrent} under way at once");
    }
}

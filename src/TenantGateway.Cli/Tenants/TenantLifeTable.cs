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
        Add("Organizations", [.. life.Tenant.Organizations.Select(organization => $"{organization.Issuer}={organization.OrganizationId}")]);
        Add("Hosts", [.. life.Tenant.Hosts]);
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
}

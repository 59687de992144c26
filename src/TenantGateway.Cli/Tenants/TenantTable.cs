using Spectre.Console;
using TenantGateway.Cli.Terminal;

namespace TenantGateway.Cli.Tenants;

/// <summary>Tenants, one a row.</summary>
internal static class TenantTable
{
    public static Table Of(IEnumerable<TenantDocument> tenants, Printer printer)
    {
        var table = Printer.Table("ID", "Name", "State", "Organizations", "Hosts", "Created");
        foreach (var tenant in tenants)
        {
            table.AddRow(
                printer.Cell(tenant.Id),
                printer.Cell(tenant.DisplayName),
                printer.Cell(tenant.State),
                printer.Cell(tenant.Organizations.Select(organization => $"{organization.Issuer}={organization.OrganizationId}")),
                printer.Cell(tenant.Hosts),
                printer.Cell(Moments.Text(tenant.CreatedAt)));
        }

        return table;
    }
}

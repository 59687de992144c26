using Spectre.Console;
using TenantGateway.Cli.Terminal;

namespace TenantGateway.Cli.Tokens;

/// <summary>Revocations, one a row.</summary>
internal static class RevocationTable
{
    public static Table Of(IEnumerable<RevocationDocument> revocations, Printer printer)
    {
        var table = Printer.Table("Mark", "Kind", "Issuer", "Logins before", "Revoked", "By", "Kept until");
        foreach (var revocation in revocations)
        {
            table.AddRow(
                printer.Cell(revocation.Mark),
                printer.Cell(revocation.Kind),
                printer.Cell(revocation.Issuer),
                printer.Cell(revocation.Before is { } before ? Moments.Text(before) : "all"),
                printer.Cell(Moments.Text(revocation.RevokedAt)),
                printer.Cell(revocation.RevokedBy),
                printer.Cell(Moments.Text(revocation.Until)));
        }

        return table;
    }
}

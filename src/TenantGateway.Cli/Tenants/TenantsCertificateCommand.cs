using System.CommandLine;
using System.Text;
using System.Text.Json;
using TenantGateway.Cli.Admin;
using TenantGateway.Cli.Terminal;

namespace TenantGateway.Cli.Tenants;

/// <summary><c>tgw tenants certificate</c></summary>
internal sealed class TenantsCertificateCommand : AdminCommand
{
    private readonly Argument<string> _tenant = new("TENANT") { Description = "The id of a destroyed tenant." };
    private readonly Option<string> _file = FileOption.Create("Where the certificate is written.");

    public TenantsCertificateCommand(Shell shell)
        : base(shell, "certificate", "Fetches the signed erasure certificate of a destroyed tenant. It is issued anew until it is final.")
    {
        Add(_tenant);
        Add(_file);
    }

    public override string Example => """
          tgw tenants certificate acme --file acme-erasure.json
          tgw certificates verify acme-erasure.json --key signing-key.pem
        """;

    protected override async Task<int> RunAsync(ParseResult parse, AdminClient client, Printer printer, CancellationToken cancellationToken)
    {
        var answer = await client.GetAsync<JsonDocument>($"admin/tenants/{Uri.EscapeDataString(parse.GetRequiredValue(_tenant))}/certificate", cancellationToken);
        if (answer.Failed(out var failure, out var certificate)) return printer.Fail(failure);
        using var document = certificate.Value;
        var file = parse.GetRequiredValue(_file);
        // Byte for byte as it was issued.
        return FileOption.Write(file, Encoding.UTF8.GetBytes(document.RootElement.GetRawText())) is { } unwritable
            ? printer.Fail(unwritable)
            : printer.Done(document.RootElement, $"Wrote {file}.");
    }
}

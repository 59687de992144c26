using System.CommandLine;
using System.Text;
using TenantGateway.Cli.Admin;
using TenantGateway.Cli.Terminal;

namespace TenantGateway.Cli.Certificates;

/// <summary><c>tgw certificates key</c></summary>
internal sealed class CertificatesKeyCommand : AdminCommand
{
    private readonly Option<string> _file = FileOption.Create("Where the public key is written, as PEM.");

    public CertificatesKeyCommand(Shell shell)
        : base(shell, "key", "Fetches the public key by which certificates are verified. Compare its SHA-256 with somebody you trust, once.") => Add(_file);

    public override string Example => "  tgw certificates key --file signing-key.pem";

    protected override async Task<int> RunAsync(ParseResult parse, AdminClient client, Printer printer, CancellationToken cancellationToken)
    {
        var answer = await client.GetAsync<SigningKeyDocument>("admin/signing-key", cancellationToken);
        if (answer.Failed(out var failure, out var key)) return printer.Fail(failure);
        var file = parse.GetRequiredValue(_file);
        return FileOption.Write(file, Encoding.ASCII.GetBytes(key.Value.Pem + "\n")) is { } unwritable
            ? printer.Fail(unwritable)
            : printer.Done(key.Value, $"Wrote {file}.", $"SHA-256 {key.Value.Sha256}");
    }

    private sealed record SigningKeyDocument
    {
        public required string Algorithm { get; init; }

        public required string Pem { get; init; }

        public required string Sha256 { get; init; }
    }
}

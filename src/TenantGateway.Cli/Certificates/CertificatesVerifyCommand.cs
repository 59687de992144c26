using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using Spectre.Console;
using TenantGateway.Cli.Terminal;
using TenantGateway.Core.Termination;

namespace TenantGateway.Cli.Certificates;

/// <summary><c>tgw certificates verify</c></summary>
internal sealed class CertificatesVerifyCommand : DocumentedCommand
{
    private readonly Shell _shell;

    private readonly Argument<string> _file = new("FILE") { Description = "An erasure certificate." };

    private readonly Option<string> _key = new("--key")
    {
        Description = "The deployment's public signing key as PEM, from somebody you trust and not from whoever handed you the certificate.",
        HelpName = "PUBLIC.pem",
        Required = true,
    };

    public CertificatesVerifyCommand(Shell shell)
        : base("verify", "Verifies an erasure certificate, offline.")
    {
        _shell = shell;
        Add(_file);
        Add(_key);
        SetAction(Run);
    }

    public override string Example => "  tgw certificates verify acme-erasure.json --key signing-key.pem";

    private int Run(ParseResult parse)
    {
        var printer = new Printer(_shell, parse);
        if (Read(parse.GetRequiredValue(_file)).Failed(out var failure, out var file)) return printer.Fail(failure);
        if (ReadKey(parse.GetRequiredValue(_key)).Failed(out failure, out var key)) return printer.Fail(failure);
        var verdict = ErasureCertificateFile.Verify(file, key, out var certificate);
        return certificate is null ? printer.Fail(FailureOf(verdict)) : printer.Done(certificate, TableOf(certificate, printer), SentenceOf(certificate));
    }

    private static Table TableOf(ErasureCertificate certificate, Printer printer)
    {
        var table = Printer.Table("Generation", "Line", "Number", "Wrapped by");
        foreach (var generation in certificate.Generations)
        {
            table.AddRow(
                printer.Cell(generation.KeyId), printer.Cell(generation.Line), printer.Cell(generation.Number.ToString(CultureInfo.InvariantCulture)), printer.Cell(generation.Kek));
        }

        return table;
    }

    private static string SentenceOf(ErasureCertificate certificate)
    {
        var open = certificate.Keks.Where(kek => kek.Answer != "gone").Select(kek => kek.PurgedBy == ErasedKek.Customer
            ? $"The customer must purge {kek.Name}."
            : kek.RecoverableUntil is { } until ? $"{kek.Name} can be recovered until {Moments.Text(until)}." : $"{kek.Name} can still be recovered.");
        return string.Join(' ', [$"Valid and {certificate.Status}: {certificate.Tenant} was destroyed at {Moments.Text(certificate.DestroyedAt)}.", .. open]);
    }

    private static CliFailure FailureOf(CertificateVerdict verdict) => verdict switch
    {
        CertificateVerdict.OtherKey => new(ExitCode.Invalid, "certificate_of_another_key", "The certificate was signed with another key.", "Get the public key of the deployment that issued it."),
        CertificateVerdict.Altered => new(ExitCode.Invalid, "certificate_altered", "What the certificate says is not what was signed.", "Do not trust it; ask for it again."),
        _ => new(ExitCode.Invalid, "not_a_certificate", "The file is no erasure certificate that this version knows.", "Check the file."),
    };

    private static Answer<byte[]> Read(string path)
    {
        try
        {
            return new FileInfo(path).Length <= ErasureCertificateFile.MaxLength ? File.ReadAllBytes(path) : FailureOf(CertificateVerdict.NotACertificate);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return new CliFailure(ExitCode.Usage, "unreadable_file", unreadable.Message, "Check the path and its permissions.");
        }
    }

    private static Answer<byte[]> ReadKey(string path)
    {
        if (Read(path).Failed(out var failure, out var pem)) return failure;
        try
        {
            using var key = ECDsa.Create();
            key.ImportFromPem(System.Text.Encoding.ASCII.GetString(pem));
            return key.ExportSubjectPublicKeyInfo();
        }
        catch (Exception odd) when (odd is CryptographicException or ArgumentException)
        {
            return new CliFailure(ExitCode.Usage, "not_a_key", $"{path} holds no public key on a curve.", "Give a PEM file that begins with -----BEGIN PUBLIC KEY-----.");
        }
    }
}

using System.CommandLine;
using System.Globalization;
using TenantGateway.Cli.Terminal;
using TenantGateway.Core.Audit.Checkpoints;
using TenantGateway.Core.Audit.Verification;

namespace TenantGateway.Cli.Audit;

/// <summary><c>tgw audit verify</c></summary>
internal sealed class AuditVerifyCommand : DocumentedCommand
{
    private const int MaxKeyBytes = 64 * 1024;

    private readonly Shell _shell;

    private readonly Argument<string> _export = new("EXPORT") { Description = "An export, as a file or at an https URL.", HelpName = "FILE|URL" };

    private readonly Option<string> _key = new("--key")
    {
        Description = "The deployment's public signing key as PEM, from somebody you trust and not from the export.",
        HelpName = "PUBLIC.pem",
        Required = true,
    };

    private readonly Option<string?> _checkpoints = new("--checkpoints")
    {
        Description = "Checkpoints that were kept elsewhere: a file, or a folder of files that end in .checkpoint. They alone show that the log was not rewritten as a whole.",
        HelpName = "FILE|FOLDER",
    };

    public AuditVerifyCommand(Shell shell)
        : base("verify", "Verifies an export of the audit log, offline: exits with 0 only if everything holds, and says which record does not.")
    {
        _shell = shell;
        Add(_export);
        Add(_key);
        Add(_checkpoints);
        SetAction(RunAsync);
    }

    public override string Example => "  tgw audit verify acme.zip --key signing-key.pem --checkpoints /mnt/worm/checkpoints";

    private async Task<int> RunAsync(ParseResult parse, CancellationToken cancellationToken)
    {
        var printer = new Printer(_shell, parse);
        if (ReadKey(parse.GetRequiredValue(_key)).Failed(out var failure, out var key)) return printer.Fail(failure);
        using (key)
        {
            if (ReadCheckpoints(parse.GetValue(_checkpoints)).Failed(out failure, out var outside)) return printer.Fail(failure);
            if ((await ExportSource.OpenAsync(parse.GetRequiredValue(_export), _shell.Timeout, cancellationToken)).Failed(out failure, out var file)) return printer.Fail(failure);
            await using (file) return Verify(file, key, outside, printer);
        }
    }

    private static int Verify(Stream file, NoteKey key, List<KeyValuePair<string, byte[]>> outside, Printer printer)
    {
        try
        {
            using var export = new ZipExport(file);
            var verdict = ExportVerifier.Verify(export, key, outside);
            return verdict is { Problems: 0, Manifest: { } manifest } ? printer.Done(verdict, SentenceOf(verdict, manifest, outside.Count)) : printer.Fail(FailureOf(verdict));
        }
        catch (InvalidDataException damaged)
        {
            return printer.Fail(new CliFailure(ExitCode.Invalid, "not_an_export", $"The file is no zip file that can be read: {damaged.Message}", "Check the file."));
        }
    }

    private static string SentenceOf(ExportVerdict verdict, ExportManifest manifest, int outside)
    {
        var whose = manifest.Tenant is { } tenant ? $"of {tenant}, each with its proof," : "of the whole log, from the first on,";
        var against = outside == 0
            ? "Nothing was compared with checkpoints that were kept elsewhere."
            : string.Create(CultureInfo.InvariantCulture, $"{outside} checkpoints that were kept elsewhere agree.");
        return string.Create(CultureInfo.InvariantCulture, $"Valid: {verdict.Records} records {whose} in {manifest.Origin} at {manifest.Size} records; {verdict.Checkpoints} checkpoints are of one log. {against}{string.Concat(verdict.Pruned.Select(GoneOf))}");
    }

    private static string GoneOf(PrunedRange range) => string.Create(
        CultureInfo.InvariantCulture, $"\n{range.Gone} records of {range.Tenant} are not there, because their retention was over: 1 to {range.Gone}, as record {range.RecordedBy} says ({range.Notice}).");

    private static CliFailure FailureOf(ExportVerdict verdict)
    {
        var told = verdict.Findings.Length < verdict.Problems ? string.Create(CultureInfo.InvariantCulture, $", of which the first {verdict.Findings.Length} are told") : "";
        return new CliFailure(ExitCode.Invalid, "audit_not_valid", string.Create(CultureInfo.InvariantCulture, $"{verdict.Problems} things do not hold{told}."), "Do not rely on this export; keep it as it is, and ask for another.")
        {
            Errors = [.. verdict.Findings.Select(finding => new FailureDetail(null, null, finding.ToString(), null))],
        };
    }

    private static Answer<NoteKey> ReadKey(string path)
    {
        try
        {
            if (new FileInfo(path).Length <= MaxKeyBytes && NoteKey.TryImportPem(File.ReadAllText(path), out var key)) return key;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return new CliFailure(ExitCode.Usage, "unreadable_file", unreadable.Message, "Check the path and its permissions.");
        }

        return new CliFailure(ExitCode.Usage, "not_a_key", $"{path} holds no public key on P-256.", "Give a PEM file that begins with -----BEGIN PUBLIC KEY-----.");
    }

    private static Answer<List<KeyValuePair<string, byte[]>>> ReadCheckpoints(string? path)
    {
        if (path is null) return new List<KeyValuePair<string, byte[]>>();
        try
        {
            string[] files = Directory.Exists(path) ? [.. Directory.GetFiles(path, "*.checkpoint").Order(StringComparer.Ordinal)] : [path];
            if (files.Length == 0) return new CliFailure(ExitCode.Usage, "no_checkpoints", $"{path} holds no file that ends in .checkpoint.", "Check the path.");
            return files.Select(file => KeyValuePair.Create(file, File.ReadAllBytes(file))).ToList();
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return new CliFailure(ExitCode.Usage, "unreadable_file", unreadable.Message, "Check the path and its permissions.");
        }
    }
}

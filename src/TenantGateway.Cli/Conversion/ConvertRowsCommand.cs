using System.CommandLine;
using TenantGateway.Cli.Admin;
using TenantGateway.Cli.Terminal;

namespace TenantGateway.Cli.Conversion;

/// <summary><c>tgw convert retokenize</c> and <c>tgw convert protect</c>: what is done to the rows is what the operation allows.</summary>
internal sealed class ConvertRowsCommand : DocumentedCommand
{
    private readonly Shell _shell;
    private readonly Option<string> _tenant = ConversionArguments.Tenant();
    private readonly Option<string> _input = ConversionArguments.Input();
    private readonly Option<int> _piece = ConversionArguments.Piece();
    private readonly Option<string> _output = new("--out") { Description = "Where the converted rows go; never written over.", HelpName = "FILE", Required = true };
    private readonly Option<bool> _resume = new("--resume") { Description = "Goes on where an interrupted run stopped, or begins." };

    private readonly Option<string> _operation = new("--operation")
    {
        Description = "The approved operation that allows it: 'retokenize' or 'protect-rows'. Only who requested it may use it, once.",
        HelpName = "ID",
        Required = true,
    };

    private ConvertRowsCommand(Shell shell, string name, string description)
        : base(name, description)
    {
        _shell = shell;
        foreach (var option in new Option[] { _tenant, _operation, _input, _output, _resume, _piece }) Add(option);
        SetAction(RunAsync);
    }

    public static ConvertRowsCommand Retokenize(Shell shell) => new(shell, "retokenize", "Rewrites the tokens in exported rows to the primary generations; every other byte stays as it is.");

    public static ConvertRowsCommand Protect(Shell shell) =>
        new(shell, "protect", "Makes tokens of the clear values in exported rows, at the places that the policy of the operation's route names; every other byte stays as it is.");

    public override string Example => $"""
          tgw convert {Name} --tenant acme --operation op_abcdefghijklmnopqrstuvwxyz --in contacts.ndjson --out contacts.new.ndjson --resume
        """;

    private async Task<int> RunAsync(ParseResult parse, CancellationToken cancellationToken)
    {
        var printer = new Printer(_shell, parse);
        if (AdminClient.Create(_shell).Failed(out var failure, out var client)) return printer.Fail(failure);
        using (client)
        {
            if (ConversionArguments.OpenInput(parse.GetRequiredValue(_input)).Failed(out failure, out var input)) return printer.Fail(failure);
            using (input)
            {
                try
                {
                    var answer = await ConvertAsync(parse, client, input, cancellationToken);
                    return answer.Failed(out failure, out var report) ? printer.Fail(failure) : ConversionReport.Print(printer, report, "Converted");
                }
                catch (IOException fault)
                {
                    return printer.Fail(new CliFailure(ExitCode.Unexpected, "file_failed", $"A file could not be read or written: {fault.Message}", "Make room on the disk. Then run the command again with --resume."));
                }
            }
        }
    }

    private async Task<Answer<ConversionDocument>> ConvertAsync(ParseResult parse, AdminClient client, HashedFile input, CancellationToken cancellationToken)
    {
        var (tenant, run, target) = (parse.GetRequiredValue(_tenant), parse.GetRequiredValue(_operation), parse.GetRequiredValue(_output));

        // :: Step 1: a new output, or what there is of it
        if (Open(target, tenant, run, parse.GetValue(_resume), out var position).Failed(out var failure, out var files)) return failure;
        using var log = files.Log;
        using var output = files.Output;
        if (!await input.SkipAsync(position.Input, position.InputHash, cancellationToken)) return Changed("The input");
        if (!await output.SkipAsync(position.Output, position.OutputHash, cancellationToken)) return Changed(target);
        output.Truncate();

        // :: Step 2: the rows; what came back is on the disk before it is noted, and noted before more is asked for
        var progress = new ConversionProgress(_shell, parse, input);
        var sender = new LineSender(client, ConversionArguments.PathOf(tenant, run), parse.GetValue(_piece) * 1024);
        var answer = await sender.SendAsync(input, TakenAsync, cancellationToken);
        if (answer.Failed(out failure, out var report)) return failure with { Remedy = $"{failure.Remedy} Then run the command again with --resume." };

        // :: Step 3: it is whole
        log.Dispose();
        File.Delete(ConversionLog.PathOf(target));
        return report;

        async Task TakenAsync(byte[] converted)
        {
            await output.WriteAsync(converted, cancellationToken);
            log.Append(new ConversionPosition(input.Position, input.Hash, output.Position, output.Hash));
            progress.Tell();
        }
    }

    private static Answer<ConversionFiles> Open(string target, string tenant, string run, bool resumes, out ConversionPosition position)
    {
        position = ConversionPosition.Start;
        try
        {
            var isBegun = File.Exists(ConversionLog.PathOf(target));
            if (isBegun && !resumes) return Unusable(target, "it was begun before, and its rows have not all been converted.");
            if (!isBegun && File.Exists(target)) return Unusable(target, "the file exists.");
            // The log first: an output without one could not be told from a file that something else has written.
            if (!isBegun) return new ConversionFiles(ConversionLog.Create(target, tenant, run), new HashedFile(PrivateFile.OpenOrCreate(target)));
            if (ConversionLog.Open(target, tenant, run, out position).Failed(out var failure, out var log)) return failure;
            return new ConversionFiles(log, new HashedFile(PrivateFile.OpenOrCreate(target)));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return Unusable(target, fault.Message);
        }
    }

    private static CliFailure Unusable(string target, string why) => new(
        ExitCode.Usage, "output_unusable", $"{target} cannot be begun: {why}", "Name a file that does not exist, or use --resume to go on with an interrupted run.");

    private static CliFailure Changed(string what) =>
        new(ExitCode.Conflict, "file_changed", $"{what} is not what it was when the run was interrupted.", "Begin anew, with another output and a new operation.");

    private sealed record ConversionFiles(ConversionLog Log, HashedFile Output);
}

using System.CommandLine;
using TenantGateway.Cli.Terminal;

namespace TenantGateway.Cli;

/// <summary>
/// <c>tgw</c>, from arguments to exit code. Results go to <paramref name="output"/>, what went wrong to <paramref name="error"/>, and
/// nothing else is read or written than the environment, the input where a command says so, the files named and the admin plane.
/// </summary>
internal sealed class TgwCommandLine(TextWriter output, TextWriter error, Func<string, string?> variable)
{
    /// <summary>How long the gateway may take to answer; 30 seconds.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Where a value is read from that is not given as an argument; nothing by default.</summary>
    public TextReader Input { get; init; } = TextReader.Null;

    public async Task<int> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        var shell = new Shell(output, error, variable, Timeout, Input);

        // No response files: an argument that starts with @ is a reason or a name, not a file to read.
        var syntax = new ParserConfiguration { ResponseFileTokenReplacer = null };
        var parse = TgwCommand.Create(shell).Parse(args.Length == 0 ? ["--help"] : args, syntax);
        var printer = new Printer(shell, parse);
        if (parse.Errors.Count > 0) return printer.Fail(UsageFailure(parse));

        try
        {
            var streams = new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false };
            return await parse.InvokeAsync(streams, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            return printer.Fail(new CliFailure(ExitCode.Unexpected, "interrupted", "The command was interrupted.", "Look at the state before you run it again."));
        }
        catch (Exception fault)
        {
            return printer.Fail(new CliFailure(ExitCode.Unexpected, "unexpected_failure", $"{fault.GetType().Name}: {fault.Message}", "Report it with the command that you ran."));
        }
    }

    private static CliFailure UsageFailure(ParseResult parse)
    {
        var names = new List<string>();
        for (var result = parse.CommandResult; result is not null; result = result.Parent as System.CommandLine.Parsing.CommandResult)
        {
            names.Insert(0, result.Command is RootCommand ? "tgw" : result.Command.Name);
        }

        var problem = string.Join(' ', parse.Errors.Select(mistake => mistake.Message));
        return new CliFailure(ExitCode.Usage, "usage", problem, $"See: {string.Join(' ', names)} --help");
    }
}

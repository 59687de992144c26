using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace TenantGateway.Cli.Terminal;

/// <summary>Ends every help with an example, the environment variables and the exit codes.</summary>
internal sealed class HelpWithNotes(HelpAction usage) : SynchronousCommandLineAction
{
    private const string Overview = """
          tgw tenants list
          tgw tenants create --help
          tgw policy validate policies/
        """;

    private const string Notes = $"""
        Environment:
          {Shell.AdminVariable}  URL of the gateway's admin plane (default http://127.0.0.1:8081); https unless on this machine
          {Shell.TokenVariable}  access token for the admin plane; never printed

        Exit codes:
          0  done
          1  unexpected failure
          2  the command line or a file it names is wrong
          3  not authenticated: {Shell.TokenVariable} is missing, expired or too weak
          4  refused: you may not do this
          5  not found
          6  conflict: already defined otherwise, or changed by somebody else meanwhile
          7  the input is invalid, or a policy is
          8  the gateway is unreachable or unavailable
        """;

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var exit = usage.Invoke(parseResult);
        var example = (parseResult.CommandResult.Command as DocumentedCommand)?.Example ?? Overview;
        var output = parseResult.InvocationConfiguration.Output;
        output.WriteLine($"Example:\n{example}\n\n{Notes}");
        return exit;
    }
}

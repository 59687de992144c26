using System.CommandLine;

namespace TenantGateway.Cli.Terminal;

/// <summary>What surrounds a command: where it writes, the environment, and the option that every command has.</summary>
internal sealed class Shell(TextWriter output, TextWriter error, Func<string, string?> variable, TimeSpan timeout, TextReader input)
{
    public const string AdminVariable = "TGW_ADMIN";
    public const string TokenVariable = "TGW_TOKEN";

    public TextWriter Output => output;

    public TextWriter Error => error;

    /// <summary>For a value that is not given as an argument.</summary>
    public TextReader Input => input;

    /// <summary>How long the gateway may take to answer.</summary>
    public TimeSpan Timeout => timeout;

    public Option<string> Format { get; } = new Option<string>("--output", "-o")
    {
        Description = "table for people, json for scripts.",
        Recursive = true,
        DefaultValueFactory = _ => "table",
    }.AcceptOnlyFromAmong("table", "json");

    /// <summary>White space at the ends is what a careless copy adds; blank is unset.</summary>
    public string? Variable(string name) => variable(name)?.Trim() is { Length: > 0 } value ? value : null;

    /// <summary>Asks the token that was written, so that it can be asked of a command line that is wrong elsewhere.</summary>
    public bool IsJson(ParseResult parse) => parse.GetResult(Format)?.Tokens is [.., { Value: "json" }];
}

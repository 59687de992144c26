using System.CommandLine;
using TenantGateway.Cli.Terminal;

namespace TenantGateway.Cli.Admin;

/// <summary>A command that speaks to the admin plane.</summary>
internal abstract class AdminCommand : DocumentedCommand
{
    private readonly Shell _shell;

    protected AdminCommand(Shell shell, string name, string description)
        : base(name, description)
    {
        _shell = shell;
        SetAction(RunAsync);
    }

    /// <summary>Asks and prints.</summary>
    /// <returns>The exit code.</returns>
    protected abstract Task<int> RunAsync(ParseResult parse, AdminClient client, Printer printer, CancellationToken cancellationToken);

    /// <summary>Where it asks, and the name of what says so.</summary>
    protected virtual (string Name, string? Text) AddressOf(ParseResult parse) => (Shell.AdminVariable, _shell.Variable(Shell.AdminVariable));

    private async Task<int> RunAsync(ParseResult parse, CancellationToken cancellationToken)
    {
        var printer = new Printer(_shell, parse);
        if (AdminClient.Create(_shell, AddressOf(parse)).Failed(out var failure, out var client)) return printer.Fail(failure);
        using (client) return await RunAsync(parse, client, printer, cancellationToken);
    }
}

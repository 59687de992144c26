using System.CommandLine;
using TenantGateway.Cli.Admin;
using TenantGateway.Cli.Terminal;

namespace TenantGateway.Cli.Audit;

/// <summary><c>tgw audit who-saw</c></summary>
internal sealed class AuditWhoSawCommand : ReviewCommand
{
    private readonly Shell _shell;
    private readonly AuditFilterOptions _filter;
    private readonly Option<string> _class = new("--class") { Description = "The class of the value, such as email.", HelpName = "CLASS", Required = true };
    private readonly Option<string?> _limit = new("--limit") { Description = "How many, 1 to 500; 50 where it is left out.", HelpName = "N" };
    private readonly Option<string?> _cursor = new("--cursor") { Description = "Where the search goes on.", HelpName = "CURSOR" };
    private readonly Argument<string?> _value = new("VALUE") { Description = "The clear value. Left out, it is read from the input, and stays out of the shell's history.", Arity = ArgumentArity.ZeroOrOne };

    public AuditWhoSawCommand(Shell shell)
        : base(shell, "who-saw", "Finds who saw the data of a person, who is named by a clear value. The value is kept nowhere; its pseudonym is on record.")
    {
        _shell = shell;
        _filter = new AuditFilterOptions(this, withTerms: false);
        Add(_class);
        Add(_limit);
        Add(_cursor);
        Add(_value);
    }

    public override string Example => "  tgw audit who-saw --tenant acme --class email";

    protected override async Task<int> RunAsync(ParseResult parse, AdminClient client, Printer printer, CancellationToken cancellationToken)
    {
        if (Value(parse) is not { Length: > 0 } value) return printer.Fail(new CliFailure(ExitCode.Usage, "missing_value", "There is no value.", "Give it, or send it to the input."));
        var body = _filter.Read(parse);
        (body["class"], body["value"]) = (parse.GetRequiredValue(_class), value);
        if (parse.GetValue(_limit) is { } limit) body.Add("limit", limit);
        if (parse.GetValue(_cursor) is { } cursor) body.Add("cursor", cursor);
        var answer = await client.AskAsync<RecordPageDocument>(PathOf(parse, "who-saw"), body, cancellationToken);
        if (answer.Failed(out var failure, out var page)) return printer.Fail(failure);
        return printer.Done(page.Value, [$"Recorded as {string.Join(' ', page.Value.Pseudonyms ?? [])}.", .. page.Value.Items.Count == 0 ? [] : (object[])[RecordTable.Of(page.Value.Items, printer)], .. RecordTable.Notes(page.Value)]);
    }

    private string? Value(ParseResult parse)
    {
        if (parse.GetValue(_value) is { } given) return given;
        if (!_shell.IsJson(parse)) _shell.Error.Write("Value: ");
        return _shell.Input.ReadLine();
    }
}

using System.CommandLine;
using TenantGateway.Cli.Admin;
using TenantGateway.Cli.Terminal;

namespace TenantGateway.Cli.Keys;

/// <summary><c>tgw keys rotate</c> and its like.</summary>
internal sealed class KeysChangeCommand : DocumentedCommand
{
    private readonly Shell _shell;
    private readonly KeyVerb _verb;
    private readonly Argument<string> _tenant = KeyArguments.Tenant();
    private readonly Option<string> _generation = KeyArguments.Generation();
    private readonly Option<string> _reason = ReasonOption.Create();
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Changes nothing; shows what would change, and what would break." };
    private readonly Option<bool> _wait = new("--wait") { Description = "Returns when the new generation is in use." };

    public KeysChangeCommand(Shell shell, KeyVerb verb)
        : base(verb.Name, verb.Description)
    {
        (_shell, _verb) = (shell, verb);
        Add(_tenant);
        if (verb.TakesGeneration) Add(_generation);
        Add(_reason);
        Add(_dryRun);
        if (verb.Waits) Add(_wait);
        SetAction(RunAsync);
    }

    public override string Example => _verb.Example;

    private async Task<int> RunAsync(ParseResult parse, CancellationToken cancellationToken)
    {
        var printer = new Printer(_shell, parse);
        if (AdminClient.Create(_shell).Failed(out var failure, out var client)) return printer.Fail(failure);
        using (client)
        {
            var keys = KeyArguments.PathOf(parse.GetRequiredValue(_tenant));
            var isDryRun = parse.GetValue(_dryRun);
            object body = _verb.TakesGeneration ? new { generation = parse.GetRequiredValue(_generation) } : new { };
            var answer = await client.PostAsync<KeyRotationDocument>($"{keys}/{_verb.Name}{(isDryRun ? "?dryRun=true" : "")}", body, parse.GetRequiredValue(_reason), cancellationToken);
            if (answer.Failed(out failure, out var done)) return printer.Fail(failure);
            if (isDryRun) return Show(printer, done.Value);
            if (!done.Value.Waits || !_verb.Waits || !parse.GetValue(_wait)) return Tell(printer, done.Value);
            var waited = await PromotionWait.RunAsync(client, keys, done.Value, cancellationToken);
            return waited.Failed(out failure, out var list)
                ? printer.Fail(failure)
                : printer.Done(list, "The new generation is in use.", KeyTables.Of(list.Items, printer));
        }
    }

    private static int Show(Printer printer, KeyRotationDocument plan)
    {
        var lines = new List<object> { plan.Changes.Count == 0 ? "Nothing would change." : "Nothing was changed. This would be:" };
        if (plan.Changes.Count > 0) lines.Add(KeyTables.Of(plan.Changes, printer));
        lines.AddRange(plan.Breaks.Select(search => $"The search by {search.Parameter} on the route {search.Route} would miss rows: the policy {search.Policy} does not say how the service takes two tokens."));
        lines.AddRange(plan.Open.Select(open => $"{(open.Dataset.Length == 0 ? "Rows" : open.Dataset)}: {open.Why}"));
        if (plan.Refusal is { } refusal) lines.Add($"It would be refused now: {refusal}.");
        return printer.Done(plan, [.. lines]);
    }

    private static int Tell(Printer printer, KeyRotationDocument done)
    {
        var outcome = (done.Changes.Count, done.Waits) switch
        {
            (0, false) => "There was nothing to do.",
            (0, true) => "A rotation is under way already; nothing was changed.",
            (_, true) => "The new generation is made. It is written with once every replica knows it; to see that, use: tgw keys list",
            _ => "Done.",
        };
        return printer.Done(done, outcome, KeyTables.Of(done.Items, printer));
    }
}

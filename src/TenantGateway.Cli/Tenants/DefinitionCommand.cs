using System.CommandLine;
using TenantGateway.Cli.Admin;
using TenantGateway.Cli.Terminal;

namespace TenantGateway.Cli.Tenants;

/// <summary>A command that reads what defines a tenant, changes a part of it and sends it back, if nobody else was faster.</summary>
internal abstract class DefinitionCommand : AdminCommand
{
    private readonly Argument<string> _tenant = new("TENANT") { Description = "Its id." };
    private readonly Option<string> _reason = ReasonOption.Create();

    protected DefinitionCommand(Shell shell, string name, string description)
        : base(shell, name, description)
    {
        Add(_tenant);
        Add(_reason);
    }

    /// <summary>The definition as it is to be, or why the command cannot be meant.</summary>
    protected abstract Answer<TenantDefinitionDocument> Change(ParseResult parse, TenantDefinitionDocument definition);

    protected sealed override async Task<int> RunAsync(ParseResult parse, AdminClient client, Printer printer, CancellationToken cancellationToken)
    {
        var path = $"admin/tenants/{Uri.EscapeDataString(parse.GetRequiredValue(_tenant))}/definition";
        var read = await client.GetAsync<TenantDefinitionDocument>(path, cancellationToken);
        if (read.Failed(out var failure, out var before)) return printer.Fail(failure);
        if (Change(parse, before.Value).Failed(out failure, out var definition)) return printer.Fail(failure);
        var answer = await client.ReplaceAsync<TenantDefinitionDocument>(path, definition, before.ETag ?? "", parse.GetRequiredValue(_reason), cancellationToken);
        if (answer.Failed(out failure, out var after)) return printer.Fail(failure);
        var changed = after.ETag != before.ETag;
        var outcome = changed ? $"Changed the tenant {after.Value.Id}: revision {after.ETag?.Trim('"')}." : $"The tenant {after.Value.Id} is defined so already; nothing was changed.";
        return printer.Done(new { changed, tenant = after.Value }, outcome);
    }
}

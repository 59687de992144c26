using System.CommandLine;
using TenantGateway.Cli.Admin;
using TenantGateway.Cli.Terminal;

namespace TenantGateway.Cli.Tenants;

/// <summary><c>tgw tenants suspend</c>, <c>resume</c> and <c>hold</c>: one word each to the admin plane.</summary>
internal sealed class TenantsChangeCommand : AdminCommand
{
    private readonly Argument<string> _tenant = new("TENANT") { Description = "Its id." };
    private readonly Option<string> _reason = ReasonOption.Create();

    private TenantsChangeCommand(Shell shell, string name, string description, string because)
        : base(shell, name, description)
    {
        Add(_tenant);
        Add(_reason);
        Example = $"  tgw tenants {name} acme --reason \"{because}\"";
    }

    public static TenantsChangeCommand Suspend(Shell shell) =>
        new(shell, "suspend", "Refuses every request of a tenant's members, and ends their streams, until it is resumed.", "incident 17");

    public static TenantsChangeCommand Resume(Shell shell) => new(shell, "resume", "Ends a suspension.", "incident 17 is over");

    public static TenantsChangeCommand Hold(Shell shell) =>
        new(shell, "hold", "Keeps a tenant from being destroyed, and stops the clock. To release it: tgw operations request tenant.release TENANT", "court order 5 O 123/26");

    public override string Example { get; }

    protected override async Task<int> RunAsync(ParseResult parse, AdminClient client, Printer printer, CancellationToken cancellationToken)
    {
        var path = $"admin/tenants/{Uri.EscapeDataString(parse.GetRequiredValue(_tenant))}/{Name}";
        var answer = await client.PostAsync<TenantLifeDocument>(path, new { }, parse.GetRequiredValue(_reason), cancellationToken);
        return answer.Failed(out var failure, out var life) ? printer.Fail(failure) : printer.Done(life.Value, TenantLifeTable.Of(life.Value, printer));
    }
}

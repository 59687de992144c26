using System.CommandLine;
using TenantGateway.Cli.Admin;
using TenantGateway.Cli.Terminal;

namespace TenantGateway.Cli.Audit;

/// <summary>A command of reviewers: it asks the admin plane, or with <c>--gateway</c> the data plane, where a tenant's own reviewers see their tenant.</summary>
internal abstract class ReviewCommand : AdminCommand
{
    private readonly Option<string?> _gateway = new("--gateway")
    {
        Description = "For a tenant's own reviewer: the gateway's address as the tenant's services know it. The token is one of that tenant.", HelpName = "URL",
    };

    protected ReviewCommand(Shell shell, string name, string description)
        : base(shell, name, description) => Add(_gateway);

    protected override (string Name, string? Text) AddressOf(ParseResult parse) => parse.GetValue(_gateway) is { } gateway ? (_gateway.Name, gateway) : base.AddressOf(parse);

    protected string PathOf(ParseResult parse, string what) => (parse.GetValue(_gateway) is null ? "admin/audit/" : ".well-known/tenant-gateway/audit/") + what;
}

using System.CommandLine;
using TenantGateway.Cli.Terminal;

namespace TenantGateway.Cli.Tenants;

/// <summary><c>tgw tenants update</c></summary>
internal sealed class TenantsUpdateCommand : DefinitionCommand
{
    private readonly Option<string?> _name = new("--name") { Description = "What people call the tenant.", HelpName = "TEXT" };
    private readonly Option<string[]> _hosts = Many("--host", "A further host name that serves this tenant only. Repeatable.", "HOST");
    private readonly Option<string[]> _withoutHosts = Many("--remove-host", "A host name that serves it no more. Repeatable.", "HOST");
    private readonly Option<string[]> _withoutClusters = Many("--remove-cluster", "A route's cluster for which it has none of its own any more. Repeatable.", "ROUTE_CLUSTER");
    private readonly DefinitionOptions _more = new();

    public TenantsUpdateCommand(Shell shell)
        : base(shell, "update", "Changes the name, hosts, quotas or places of a tenant; what is not named stays. In force everywhere within seconds.")
    {
        foreach (var option in new Option[] { _name, _hosts, _withoutHosts }) Add(option);
        _more.AddTo(this);
        Add(_withoutClusters);
    }

    public override string Example => """
          tgw tenants update acme --requests-per-second 5000 --burst default --reason "contract 4711, annex 2"
          tgw tenants update acme --region eu --cluster crm=acme-crm --reason "data residency"
        """;

    protected override Answer<TenantDefinitionDocument> Change(ParseResult parse, TenantDefinitionDocument definition)
    {
        var missing = Missing(parse.GetValue(_withoutHosts), definition.Hosts, "host").Concat(Missing(parse.GetValue(_withoutClusters), definition.Clusters?.Keys ?? [], "cluster")).FirstOrDefault();
        if (missing is not null) return new CliFailure(ExitCode.NotFound, "not_defined", missing, $"Look at it: tgw tenants show {definition.Id}");
        var hosts = definition.Hosts.Except(parse.GetValue(_withoutHosts) ?? [], StringComparer.Ordinal).Union(parse.GetValue(_hosts) ?? [], StringComparer.Ordinal);
        var clusters = definition.Clusters?.ExceptBy(parse.GetValue(_withoutClusters) ?? [], pin => pin.Key, StringComparer.Ordinal).ToDictionary();
        return _more.Apply(parse, definition with { DisplayName = parse.GetValue(_name) ?? definition.DisplayName, Hosts = [.. hosts], Clusters = clusters });
    }

    private static IEnumerable<string> Missing(string[]? removed, IEnumerable<string> present, string what) =>
        (removed ?? []).Except(present, StringComparer.Ordinal).Select(name => $"The tenant has no {what} {name}.");

    private static Option<string[]> Many(string name, string description, string form) =>
        new(name) { Description = description, HelpName = form, Arity = ArgumentArity.ZeroOrMore, AllowMultipleArgumentsPerToken = false };
}

using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace TenantGateway.Cli.Tenants;

/// <summary>The options for what a definition may say or leave to the gateway's settings.</summary>
internal sealed class DefinitionOptions
{
    private const string Default = "default";
    private const string Anywhere = "any";

    private readonly Option<string?> _rate = Quota("--requests-per-second", "The rate that the tenant may keep up.");
    private readonly Option<string?> _burst = Quota("--burst", "Requests that may come at once after a rest.");
    private readonly Option<string?> _concurrent = Quota("--concurrent-requests", "Requests and streams that may be under way at once.");

    private readonly Option<string?> _region = new("--region")
    {
        Description = $"The region that the tenant's requests do not leave; {Anywhere} for none.",
        HelpName = "REGION",
    };

    private readonly Option<KeyValuePair<string, string>[]> _clusters = new("--cluster")
    {
        Description = "The tenant's own cluster in place of a route's; the same name twice for one that it shares. Repeatable. A tenant with any goes nowhere else.",
        HelpName = "ROUTE_CLUSTER=OWN",
        Arity = ArgumentArity.ZeroOrMore,
        AllowMultipleArgumentsPerToken = false,
        CustomParser = ParseClusters,
    };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _rate, _burst, _concurrent, _region, _clusters }) command.Add(option);
    }

    /// <summary>The definition with what the command line says of it.</summary>
    public TenantDefinitionDocument Apply(ParseResult parse, TenantDefinitionDocument definition)
    {
        var quotas = new QuotasDocument
        {
            RequestsPerSecond = Changed(parse.GetValue(_rate), definition.Quotas?.RequestsPerSecond, text => double.Parse(text, CultureInfo.InvariantCulture)),
            Burst = Changed(parse.GetValue(_burst), definition.Quotas?.Burst, text => int.Parse(text, CultureInfo.InvariantCulture)),
            ConcurrentRequests = Changed(parse.GetValue(_concurrent), definition.Quotas?.ConcurrentRequests, text => int.Parse(text, CultureInfo.InvariantCulture)),
        };
        var clusters = new SortedDictionary<string, string>((definition.Clusters ?? new Dictionary<string, string>()).ToDictionary(), StringComparer.Ordinal);
        foreach (var (cluster, own) in parse.GetValue(_clusters) ?? []) clusters[cluster] = own;
        return definition with
        {
            Quotas = quotas == new QuotasDocument() ? null : quotas,
            Region = parse.GetValue(_region) is { } region ? (region == Anywhere ? null : region) : definition.Region,
            Clusters = clusters.Count == 0 ? null : clusters,
        };
    }

    private static T? Changed<T>(string? text, T? before, Func<string, T> parse)
        where T : struct =>
        text switch
        {
            null => before,
            Default => null,
            _ => parse(text),
        };

    private static Option<string?> Quota(string name, string description)
    {
        var option = new Option<string?>(name) { Description = $"{description} {Default}: as the gateway's settings say.", HelpName = "NUMBER" };
        option.Validators.Add(result =>
        {
            if (result.Tokens is not [var token] || token.Value == Default) return;
            var isNumber = name == "--requests-per-second"
                ? double.TryParse(token.Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _)
                : int.TryParse(token.Value, NumberStyles.None, CultureInfo.InvariantCulture, out _);
            if (!isNumber) result.AddError($"{name} takes a number or {Default}, not '{token.Value}'.");
        });
        return option;
    }

    private static KeyValuePair<string, string>[] ParseClusters(ArgumentResult result)
    {
        var pins = new List<KeyValuePair<string, string>>();
        foreach (var token in result.Tokens)
        {
            if (token.Value.Split('=') is [{ Length: > 0 } cluster, { Length: > 0 } own]) pins.Add(KeyValuePair.Create(cluster, own));
            else result.AddError($"--cluster takes ROUTE_CLUSTER=OWN, not '{token.Value}'.");
        }

        return [.. pins];
    }
}

namespace TenantGateway;

/// <summary>
/// Logs of the framework that quote paths, queries and header values, which may hold what a policy protects. They stay off whatever the
/// configuration says; the gateway logs the same events without what they quote.
/// </summary>
internal static class QuotingLogs
{
    private static readonly string[] Categories =
    [
        "Microsoft.AspNetCore.Hosting.Diagnostics",
        "Microsoft.AspNetCore.Routing",
        "Microsoft.AspNetCore.Server.Kestrel.BadRequests",
        "System.Net.Http.HttpClient",
        "Yarp.ReverseProxy.Forwarder",
    ];

    public static void Silence(LoggerFilterOptions filters)
    {
        // One rule decides for each logger, the most specific: a setting for one provider or a longer category would outdo rules of ours, so
        // every rule there is learns the exception.
        for (var i = 0; i < filters.Rules.Count; i++) filters.Rules[i] = Except(filters.Rules[i]);
        foreach (var category in Categories) filters.Rules.Add(new LoggerFilterRule(null, category, LogLevel.None, null));
    }

    private static LoggerFilterRule Except(LoggerFilterRule rule) => new(rule.ProviderName, rule.CategoryName, rule.LogLevel,
        (provider, category, level) => !Quotes(category) && (rule.Filter?.Invoke(provider, category, level) ?? true));

    private static bool Quotes(string? category) => category is not null && Array.Exists(Categories, quoting => category.StartsWith(quoting, StringComparison.OrdinalIgnoreCase));
}

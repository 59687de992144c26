using System.Collections.Concurrent;

namespace TenantGateway.Telemetry.Logs;

/// <summary>
/// Keeps the logs of libraries from quoting traffic, whatever the configuration says: below warnings they write paths, queries, header values
/// and pieces of what they could not parse, and some do so in warnings. The gateway logs the same events in words of its own.
/// </summary>
internal static class LibraryLogs
{
    private const string Own = "TenantGateway";

    // Where the process listens, and that it stops.
    private const string Lifetime = "Microsoft.Hosting.Lifetime";

    // Never, at no level: a logger that is on, if only for what is critical, also puts the path of the request into the scope of all others.
    // Health checks would be told at every probe; the gateway tells when one changes.
    private static readonly string[] Silenced =
        ["Microsoft.AspNetCore.Hosting.Diagnostics", "Microsoft.Extensions.Diagnostics.HealthChecks", "Yarp.ReverseProxy.Forwarder", "System.Net.Http"];

    // Asked for with every event that may be logged, of as many categories as there are types that log.
    private static readonly ConcurrentDictionary<string, LogLevel> Least = new(StringComparer.Ordinal);

    /// <summary>Binds every rule there is: among rules the more specific one wins, so one more of our own could be overruled.</summary>
    public static void Restrain(LoggerFilterOptions options)
    {
        // For categories that no rule is about.
        options.Rules.Insert(0, new LoggerFilterRule(null, null, options.MinLevel, null));
        for (var i = 0; i < options.Rules.Count; i++) options.Rules[i] = Restrained(options.Rules[i]);
    }

    /// <summary>Whether a category is the gateway's.</summary>
    public static bool IsOwn(string category) => IsWithin(category, Own);

    private static LoggerFilterRule Restrained(LoggerFilterRule rule) => new(
        rule.ProviderName,
        rule.CategoryName,
        rule.LogLevel,
        (provider, category, level) => Allows(category, level) && (rule.Filter is null || rule.Filter(provider, category, level)));

    private static bool Allows(string? category, LogLevel level) => category is not null && level >= Least.GetOrAdd(category, LeastOf);

    private static LogLevel LeastOf(string category) =>
        IsOwn(category) || category == Lifetime ? LogLevel.Trace : Silenced.Any(silenced => IsWithin(category, silenced)) ? LogLevel.None : LogLevel.Warning;

    private static bool IsWithin(string category, string parent) =>
        category.StartsWith(parent, StringComparison.OrdinalIgnoreCase) && (category.Length == parent.Length || category[parent.Length] == '.');
}

using Microsoft.Extensions.Logging;
using TenantGateway.Telemetry.Logs;

namespace TenantGateway.Tests.Telemetry;

public sealed class LibraryLogsTests
{
    [Theory]
    [InlineData("TenantGateway.Protection.UnitPipeline", LogLevel.Trace, true)]
    [InlineData("Microsoft.Hosting.Lifetime", LogLevel.Information, true)]
    [InlineData("Microsoft.AspNetCore.Server.Kestrel", LogLevel.Warning, true)]
    [InlineData("Microsoft.AspNetCore.Server.Kestrel.BadRequests", LogLevel.Information, false)]
    [InlineData("Microsoft.AspNetCore.Routing.Matching.DfaMatcher", LogLevel.Debug, false)]
    [InlineData("Yarp.ReverseProxy.Forwarder.HttpForwarder", LogLevel.Critical, false)]
    [InlineData("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Critical, false)]
    [InlineData("System.Net.Http.HttpClient.issuers.LogicalHandler", LogLevel.Critical, false)]
    [InlineData("TenantGatewayOfSomebodyElse", LogLevel.Information, false)]
    public void EverythingAskedFor_LibrariesStillDoNotQuoteTraffic(string category, LogLevel level, bool enabled)
    {
        var asked = new[]
        {
            new LoggerFilterRule(null, null, LogLevel.Trace, null),
            new LoggerFilterRule(null, category, LogLevel.Trace, null),
            new LoggerFilterRule(typeof(EveryLog).FullName, category, LogLevel.Trace, (_, _, _) => true),
        };

        Assert.Equal(enabled, IsEnabled(category, level, LogLevel.Trace, asked));
        Assert.Equal(enabled, IsEnabled(category, level, LogLevel.Trace));
    }

    [Fact]
    public void LessAskedFor_IsLess()
    {
        Assert.False(IsEnabled("TenantGateway.Keys", LogLevel.Information, LogLevel.Warning));
        Assert.False(IsEnabled("TenantGateway.Keys", LogLevel.Information, LogLevel.Trace, new LoggerFilterRule(null, null, LogLevel.Trace, (_, _, _) => false)));
    }

    private static bool IsEnabled(string category, LogLevel level, LogLevel least, params LoggerFilterRule[] rules)
    {
        var options = new LoggerFilterOptions { MinLevel = least };
        foreach (var rule in rules) options.Rules.Add(rule);
        LibraryLogs.Restrain(options);
        using var factory = new LoggerFactory([new EveryLog()], options);
        return factory.CreateLogger(category).IsEnabled(level);
    }

    private sealed class EveryLog : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public bool IsEnabled(LogLevel logLevel) => true;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
        }

        public void Dispose()
        {
        }
    }
}

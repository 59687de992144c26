using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using TenantGateway.Telemetry.Logs;

namespace TenantGateway.Tests.Leakage;

/// <summary>Keeps the lines of JSON that the gateway would write to its standard output.</summary>
[ProviderAlias("JsonLogs")]
internal sealed class JsonLogs : ILoggerProvider, ISupportExternalScope
{
    private readonly JsonLogFormatter _formatter = new(TimeProvider.System);
    private IExternalScopeProvider? _scopes;

    public ConcurrentQueue<string> Lines { get; } = new();

    public ILogger CreateLogger(string categoryName) => new Log(this, categoryName);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    public void Dispose()
    {
    }

    private sealed class Log(JsonLogs owner, string category) : ILogger
    {
        public bool IsEnabled(LogLevel logLevel) => true;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => owner._scopes?.Push(state);

        void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            using var line = new StringWriter();
            owner._formatter.Write(new LogEntry<TState>(logLevel, category, eventId, state, exception, formatter), owner._scopes, line);
            owner.Lines.Enqueue(line.ToString());
        }
    }
}

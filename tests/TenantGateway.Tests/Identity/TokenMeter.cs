using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using TenantGateway.Authentication;

namespace TenantGateway.Tests.Identity;

/// <summary>What the metrics of one gateway say of tokens.</summary>
internal sealed class TokenMeter : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentQueue<string?> _refused = new();

    public TokenMeter(IServiceProvider gateway)
    {
        var factory = gateway.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name is TokenMetrics.RefusalsName or TokenMetrics.VerifiedName && ReferenceEquals(instrument.Meter.Scope, factory)) listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, _, tags, _) =>
        {
            if (instrument.Name == TokenMetrics.RefusalsName) _refused.Enqueue(tags[0].Value as string);
            else LastVerifiedBy = tags[0].Value as string;
        });
        _listener.Start();
    }

    /// <summary>The defects of the refused tokens.</summary>
    public IReadOnlyCollection<string?> Refused => _refused;

    /// <summary>How the last token was verified: signature or digest.</summary>
    public string? LastVerifiedBy { get; private set; }

    public void Clear() => _refused.Clear();

    public void Dispose() => _listener.Dispose();
}

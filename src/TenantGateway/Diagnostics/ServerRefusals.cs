using System.Diagnostics;
using Microsoft.AspNetCore.Http.Features;
using TenantGateway.Core.Access;
using TenantGateway.Core.Audit;

namespace TenantGateway.Diagnostics;

/// <summary>
/// Counts the requests that the server itself refuses, because they are too malformed or too slow to become a request: they get a bare status, and without
/// this nobody would hear of them.
/// </summary>
internal sealed class ServerRefusals(DiagnosticListener server, RefusalMetrics metrics, IAuditTrail audit) : IHostedService, IObserver<KeyValuePair<string, object?>>, IDisposable
{
    private const string BadRequest = "Microsoft.AspNetCore.Server.Kestrel.BadRequest";

    private IDisposable? _subscription;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _subscription = server.Subscribe(this, name => name == BadRequest);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void OnNext(KeyValuePair<string, object?> value)
    {
        // What reached the pipeline is counted by it, with a better reason.
        if (value is not { Key: BadRequest, Value: IFeatureCollection features } || features.Get<InPipeline>() is not null) return;
        var reason = ReasonOf(features.Get<IBadRequestExceptionFeature>()?.Error);
        metrics.Count(reason);
        audit.CountAnonymousRefusal(reason);
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }

    public void Dispose() => _subscription?.Dispose();

    /// <summary>The reason for what the server found wrong with a request.</summary>
    public static Reason ReasonOf(Exception? fault) => (fault as BadHttpRequestException)?.StatusCode switch
    {
        StatusCodes.Status413PayloadTooLarge => Reasons.BodyTooLarge,
        StatusCodes.Status408RequestTimeout => Reasons.RequestTimeout,
        _ => Reasons.MalformedRequest,
    };

    /// <summary>Marks a request that the pipeline has seen.</summary>
    internal sealed class InPipeline : IServerFeature
    {
        public static readonly InPipeline Mark = new();
    }
}

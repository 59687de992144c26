using System.Buffers;
using System.Collections.Frozen;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using TenantGateway.Core.Access;

namespace TenantGateway.Diagnostics;

/// <summary>
/// Health with one detail per dependency. A dependency that fails makes the process degraded (200), not unready (503): taking every replica out of
/// service would mend nothing. A check that answers unhealthy speaks of this process alone: it has not started, or is about to end.
/// </summary>
internal sealed class HealthMiddleware(RequestDelegate next, HealthReports reports, GatewayRole role)
{
    private static readonly Refusal MethodNotAllowed = new(Reasons.MethodNotAllowed) { Headers = [new("Allow", "GET, HEAD")] };

    private static readonly HealthReport Nothing = new(FrozenDictionary<string, HealthReportEntry>.Empty, TimeSpan.Zero);

    public Task InvokeAsync(HttpContext context) => context.Request.Path.Value switch
    {
        // Looks at nothing: whatever hangs in this process, a restart is decided by whether it answers at all.
        "/healthz/live" => AnswerAsync(context, static (_, _) => Task.FromResult(Nothing), static _ => false),
        "/healthz/ready" => AnswerAsync(context, static (all, cancellation) => all.ReadAsync(cancellation), static _ => true),
        "/healthz/startup" => AnswerAsync(context, static (all, cancellation) => all.ReadAsync(cancellation), static name => name == StartedCheck.Name),
        _ => next(context),
    };

    private async Task AnswerAsync(HttpContext context, Func<HealthReports, CancellationToken, Task<HealthReport>> read, Func<string, bool> decides)
    {
        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            context.Features.Set(MethodNotAllowed);
            return;
        }

        var report = await read(reports, context.RequestAborted);
        var status = report.Entries.Any(entry => entry.Value.Status == HealthStatus.Unhealthy && decides(entry.Key)) ? HealthStatus.Unhealthy
            : report.Entries.All(entry => entry.Value.Status == HealthStatus.Healthy) ? HealthStatus.Healthy
            : HealthStatus.Degraded;
        var body = new ArrayBufferWriter<byte>();
        HealthDocument.Write(body, role, status, report);
        var response = context.Response;
        response.StatusCode = status == HealthStatus.Unhealthy ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK;
        response.ContentType = "application/json";
        response.ContentLength = body.WrittenCount;
        response.Headers.CacheControl = "no-store";
        if (HttpMethods.IsGet(context.Request.Method)) await response.Body.WriteAsync(body.WrittenMemory, context.RequestAborted);
    }
}

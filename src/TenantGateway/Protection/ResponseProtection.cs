using System.Diagnostics;
using Microsoft.Extensions.Options;
using TenantGateway.Core.Access;
using TenantGateway.Core.Buffers;
using Yarp.ReverseProxy.Transforms;

namespace TenantGateway.Protection;

/// <summary>
/// Takes a service's answer through the policy of its request before any of it reaches the caller. What cannot be inspected is withheld.
/// </summary>
internal sealed class ResponseProtection(UnitPipeline pipeline, IOptions<ContentOptions> options, TimeProvider time, ILogger<ResponseProtection> logger)
{
    public async ValueTask ApplyAsync(ResponseTransformContext transform)
    {
        if (transform.ProxyResponse is not { } response) return;
        var context = transform.HttpContext;
        var units = context.Features.Get<UnitContext>() ?? throw new UnreachableException("No plan: the request was not inspected.");
        var refusal = await ProtectAsync(transform, response, units);
        MakeUncacheable(context.Response.Headers);
        if (refusal is null) return;
        transform.SuppressResponseBody = true;
        context.Features.Set(refusal);
    }

    private async ValueTask<Refusal?> ProtectAsync(ResponseTransformContext transform, HttpResponseMessage response, UnitContext units)
    {
        var context = transform.HttpContext;
        var status = (int)response.StatusCode;
        if (status is 101 or 206) return Withhold(units, $"status {status}");
        if (HttpMethods.IsHead(context.Request.Method) || status is 204 or 304 || response.Content.Headers.ContentLength == 0)
        {
            if (HttpMethods.IsHead(context.Request.Method)) context.Response.ContentLength = null;
            return null;
        }

        var inspectable = response.Content.Headers.ContentEncoding.Count == 0 && MediaTypes.IsJson(ContentTypeOf(response));
        if (!inspectable && status >= 300)
        {
            DropBody(transform, response);
            return null;
        }

        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(options.Value.BodySeconds), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, transform.CancellationToken);
        try
        {
            return await InspectAsync(transform, response, units, inspectable, either.Token);
        }
        catch (OperationCanceledException) when (!context.RequestAborted.IsCancellationRequested)
        {
            // Our deadline, or the forwarder's own for a service that went silent.
            return new Refusal(Reasons.ServiceTimeout);
        }
        catch (Exception fault) when (fault is IOException or HttpRequestException)
        {
            return new Refusal(Reasons.ServiceUnavailable);
        }
    }

    private async ValueTask<Refusal?> InspectAsync(
        ResponseTransformContext transform, HttpResponseMessage response, UnitContext units, bool inspectable, CancellationToken cancellationToken)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var body = await BodyReader.ReadAsync(stream, response.Content.Headers.ContentLength, options.Value.MaxUnitBytes, cancellationToken);
        if (body is null) return Withhold(units, "too large");
        if (body.Length == 0)
        {
            body.Dispose();
            return null;
        }

        if (!inspectable)
        {
            body.Dispose();
            return Withhold(units, "content type or encoding");
        }

        UnitOutcome outcome;
        try
        {
            outcome = await pipeline.RunAsync(units, units.Plan.Response, body.WrittenMemory, cancellationToken);
        }
        catch
        {
            body.Dispose();
            throw;
        }

        if (outcome.Refusal is not null || outcome.Rewritten is not null) body.Dispose();
        if (outcome.Refusal is { } refusal) return refusal;
        Replace(transform, response, outcome.Rewritten ?? body);
        return null;
    }

    private static void Replace(ResponseTransformContext transform, HttpResponseMessage response, ByteBuffer body)
    {
        var content = new RewrittenContent(body, ContentTypeOf(response));
        response.Content.Dispose();
        response.Content = content;
        transform.HttpContext.Response.ContentLength = body.Length;
    }

    // A service's error page in another type may quote the request: its status says enough.
    private static void DropBody(ResponseTransformContext transform, HttpResponseMessage response)
    {
        response.Content.Dispose();
        response.Content = new ByteArrayContent([]);
        transform.HttpContext.Response.ContentType = null;
        transform.HttpContext.Response.ContentLength = 0;
        transform.HttpContext.Response.Headers.ContentEncoding = default;
    }

    // What describes the bytes of the service's answer no longer holds, and no cache may keep what one caller was shown.
    private static void MakeUncacheable(IHeaderDictionary headers)
    {
        headers.CacheControl = "private, no-store";
        headers.ETag = default;
        headers.LastModified = default;
        headers.AcceptRanges = default;
    }

    private static string? ContentTypeOf(HttpResponseMessage response) =>
        response.Content.Headers.NonValidated.TryGetValues("Content-Type", out var values) ? values.ToString() : null;

    private Refusal Withhold(UnitContext units, string cause)
    {
        Log.AnswerWithheld(logger, units.Route, units.RequestId, cause);
        return new Refusal(Reasons.ResponseNotInspectable);
    }
}

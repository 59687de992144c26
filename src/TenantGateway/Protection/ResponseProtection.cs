using System.Diagnostics;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using TenantGateway.Core.Access;
using TenantGateway.Core.Buffers;
using TenantGateway.Core.Content;
using TenantGateway.Core.Protection;
using TenantGateway.Core.Protection.Policies;
using TenantGateway.Core.Tokens;
using Yarp.ReverseProxy.Transforms;

namespace TenantGateway.Protection;

/// <summary>
/// Takes a service's answer through the policy of its request before any of it reaches the caller. What cannot be inspected is withheld.
/// </summary>
internal sealed class ResponseProtection(
    UnitPipeline pipeline, TrafficObserver observer, FanOutAnswers answers, ILoginChallenge challenge, ProtectionMetrics metrics, IOptions<ContentOptions> options, TimeProvider time, ILogger<ResponseProtection> logger)
{
    private readonly BodyDeadline.Pool _deadlines = new(time);
    private readonly TimeSpan _bodyTime = TimeSpan.FromSeconds(options.Value.BodySeconds);

    public async ValueTask ApplyAsync(ResponseTransformContext transform)
    {
        if (transform.ProxyResponse is not { } response) return;
        var context = transform.HttpContext;
        var units = context.Features.Get<UnitContext>() ?? throw new UnreachableException("No plan: the request was not inspected.");
        var treatment = BodyTreatment.Refused;
        try
        {
            treatment = PassesOpaque(context, response, units) ? BodyTreatment.Opaque
                : units.Plan.Observes ? await ObserveAsync(transform, response, units)
                : await ProtectAsync(transform, response, units);
        }
        finally
        {
            metrics.CountBody(units.Route, OpaqueDirection.Response, treatment);
        }

        MakeUncacheable(context.Response.Headers);
        if (treatment == BodyTreatment.Opaque && units.Plan.Policy.Caching == AnswerCaching.Opaque) LetBeKept(response, context.Response.Headers);
        if (treatment == BodyTreatment.Opaque) await PassAsync(transform, response);
        else if (response.Content is StreamedContent) await TellOfEventsAsync(transform, response);
        else if (IsWithheldFromSender(context, response, units)) WithholdBody(transform, response);
        else if (context.Features.Get<Refusal>() is not null) transform.SuppressResponseBody = true;
    }

    // A tunnel is nothing that could be looked at.
    private async ValueTask<BodyTreatment> ObserveAsync(ResponseTransformContext transform, HttpResponseMessage response, UnitContext units)
    {
        var context = transform.HttpContext;
        if ((int)response.StatusCode == 101 || OpensTunnel(context, response)) return Refuse(context, Withhold(units, $"status {(int)response.StatusCode}"));
        var (type, codings) = (ContentTypeOf(response), CodingsOf(response));
        context.Response.Headers.ContentEncoding = codings;
        if (HasNoBody(context, response)) return BodyTreatment.None;
        if (MediaTypes.FormatOf(type) is not BodyFormat.Json) context.Features.Get<IExchangeTime>()?.BecomeStream();
        var body = observer.WatchResponse(units, await response.Content.ReadAsStreamAsync(transform.CancellationToken), type, codings);
        response.Content = new StreamedContent(body, response.Content, type);
        return BodyTreatment.Observed;
    }

    private static bool PassesOpaque(HttpContext context, HttpResponseMessage response, UnitContext units)
    {
        // A part of what was asked for.
        if (context.Features.Get<FanOutSearch>() is not null) return false;
        if (context.Features.Get<OpaqueExchange>() is { Kind: OpaqueKind.WebSocket } && WebSocketHandshake.IsAccepted(response)) return true;
        var opaque = units.Plan.Opaque;
        return !opaque.NoBodies && !HasNoBody(context, response) && (int)response.StatusCode is not (101 or 206) && !OpensTunnel(context, response)
            && MediaTypes.NameOf(ContentTypeOf(response)) is { Length: > 0 } type && opaque.Covers(OpaqueDirection.Response, type);
    }

    // A sender is told by the status whether its message was taken, and sends it again where it reads anything else. The answer is nothing that it asked for.
    private static bool IsWithheldFromSender(HttpContext context, HttpResponseMessage response, UnitContext units) =>
        units.Actor.Kind == ActorKind.Webhook && response.IsSuccessStatusCode && context.Features.Get<Refusal>()?.Reason == Reasons.ResponseNotInspectable;

    private static void WithholdBody(ResponseTransformContext transform, HttpResponseMessage response)
    {
        transform.HttpContext.Features.Set<Refusal>(null);
        DropBody(transform, response);
    }

    private static async ValueTask PassAsync(ResponseTransformContext transform, HttpResponseMessage response)
    {
        var context = transform.HttpContext;
        context.Features.Get<IExchangeTime>()?.BecomeStream();
        if (response.Content.Headers.NonValidated.TryGetValues("Content-Encoding", out var codings)) context.Response.Headers.ContentEncoding = codings.ToString();
        await TellOfEventsAsync(transform, response);
    }

    // Whoever listens for events learns that it may before the first of them comes.
    private static async ValueTask TellOfEventsAsync(ResponseTransformContext transform, HttpResponseMessage response)
    {
        if (MediaTypes.NameOf(ContentTypeOf(response)).Equals(BodyTypes.Events, StringComparison.OrdinalIgnoreCase)) await transform.HttpContext.Response.Body.FlushAsync(transform.CancellationToken);
    }

    private async ValueTask<BodyTreatment> ProtectAsync(ResponseTransformContext transform, HttpResponseMessage response, UnitContext units)
    {
        var context = transform.HttpContext;
        var status = (int)response.StatusCode;
        if (status is 101 or 206 || OpensTunnel(context, response)) return Refuse(context, Withhold(units, $"status {status}"));
        if (context.Features.Get<FanOutSearch>() is not null && !FanOutAnswers.IsPart(response))
        {
            if (!FanOutAnswers.EndsTheSearch(response)) return Refuse(context, answers.Withhold(units, $"an answer has status {status}, or says that there are more"));
            context.Features.Set<FanOutSearch>(null);
        }

        if (HasNoBody(context, response))
        {
            if (HttpMethods.IsHead(context.Request.Method)) context.Response.ContentLength = null;
            return BodyTreatment.None;
        }

        var format = MediaTypes.FormatOf(ContentTypeOf(response));
        var plan = format is { } known && DecodedBody.CodingOf(CodingsOf(response)) is not null ? units.Plan.ResponseOf(known) : null;
        if (plan is null && status >= 300)
        {
            DropBody(transform, response);
            return BodyTreatment.Refused;
        }

        if (plan is not null && format is BodyFormat.Lines or BodyFormat.Events) return await StreamAsync(transform, response, units, plan, format.Value);

        using var deadline = _deadlines.Begin(_bodyTime, transform.CancellationToken);
        try
        {
            return await InspectAsync(transform, response, units, plan, deadline.Token);
        }
        catch (OperationCanceledException) when (!context.RequestAborted.IsCancellationRequested)
        {
            // Our deadline, or the forwarder's own for a service that went silent.
            return Refuse(context, new Refusal(Reasons.ServiceTimeout));
        }
        catch (UndecodableException fault)
        {
            return Refuse(context, Withhold(units, fault.Cause));
        }
        catch (Exception fault) when (fault is IOException or HttpRequestException)
        {
            return Refuse(context, new Refusal(Reasons.ServiceUnavailable));
        }
    }

    // Nothing has left yet, and the service may take its time: what is wrong with the first unit is told as with any answer.
    private async ValueTask<BodyTreatment> StreamAsync(ResponseTransformContext transform, HttpResponseMessage response, UnitContext units, UnitPlan plan, BodyFormat format)
    {
        var context = transform.HttpContext;
        context.Features.Get<IExchangeTime>()?.BecomeStream();
        var source = await OpenAsync(response, CodingsOf(response), long.MaxValue, transform.CancellationToken);
        var splitter = UnitSplitters.Of(format, ContentTypeOf(response), units.Plan, options.Value.MaxUnitBytes) ?? throw new UnreachableException();
        var stream = new UnitStream(source, splitter, plan, units, pipeline, units.Verdict, time);
        context.Response.RegisterForDispose(stream);
        if (source is DecodedBody) context.Response.RegisterForDispose(source);
        response.Content = new StreamedContent(stream, response.Content, ContentTypeOf(response));
        context.Response.ContentLength = null;
        return BodyTreatment.Inspected;
    }

    private async ValueTask<Stream> OpenAsync(HttpResponseMessage response, StringValues codings, long most, CancellationToken cancellationToken) =>
        DecodedBody.Open(await response.Content.ReadAsStreamAsync(cancellationToken), DecodedBody.CodingOf(codings) ?? "", most, options.Value.MaxExpansion);

    private static StringValues CodingsOf(HttpResponseMessage response) =>
        response.Content.Headers.NonValidated.TryGetValues("Content-Encoding", out var codings) ? codings.ToString() : StringValues.Empty;

    private static bool HasNoBody(HttpContext context, HttpResponseMessage response) =>
        HttpMethods.IsHead(context.Request.Method) || (int)response.StatusCode is 204 or 304 || response.Content.Headers.ContentLength == 0;

    // To whoever asked by CONNECT any 2xx is a tunnel (RFC 9110 section 9.3.6), also one that answers with a document.
    private static bool OpensTunnel(HttpContext context, HttpResponseMessage response) => response.IsSuccessStatusCode && WebSocketHandshake.IsExtendedConnect(context);

    private static BodyTreatment Refuse(HttpContext context, Refusal refusal)
    {
        context.Features.Set(refusal);
        return BodyTreatment.Refused;
    }

    private async ValueTask<BodyTreatment> InspectAsync(
        ResponseTransformContext transform, HttpResponseMessage response, UnitContext units, UnitPlan? plan, CancellationToken cancellationToken)
    {
        await using var stream = await OpenAsync(response, plan is null ? "" : CodingsOf(response), options.Value.MaxUnitBytes, cancellationToken);
        var declared = stream is DecodedBody ? null : response.Content.Headers.ContentLength;
        var body = await BodyReader.ReadAsync(stream, declared, options.Value.MaxUnitBytes, cancellationToken);
        if (body is null) return Refuse(transform.HttpContext, Withhold(units, "too large"));
        if (body.Length == 0 && transform.HttpContext.Features.Get<FanOutSearch>() is null)
        {
            body.Dispose();
            // What came says that there is something; decoded there is nothing.
            if (stream is DecodedBody) DropBody(transform, response);
            return BodyTreatment.None;
        }

        if (plan is null)
        {
            body.Dispose();
            return Refuse(transform.HttpContext, Withhold(units, "content type or encoding"));
        }

        if (transform.HttpContext.Features.Get<FanOutSearch>() is { } search)
        {
            using var first = body;
            (body, var fault) = await answers.JoinAsync(transform, response, units, search, first, cancellationToken);
            if (body is null) return Refuse(transform.HttpContext, fault ?? new Refusal(Reasons.AnswersNotMergeable));
        }

        UnitOutcome outcome;
        try
        {
            outcome = await pipeline.RunAsync(units, plan, body.WrittenMemory, cancellationToken);
        }
        catch
        {
            body.Dispose();
            throw;
        }

        // Inside a longer text, or cut: nothing that others could be shown by belongs into the hands of whoever has no token.
        if (outcome.Refusal is null && !units.Actor.Kind.BearsToken() && TokenSearch.HoldsStoredToken((outcome.Rewritten ?? body).Written))
        {
            outcome.Rewritten?.Dispose();
            outcome = new UnitOutcome(Withhold(units, "a stored token where none is replaced, for a caller without a token"), null);
        }

        if (outcome.Refusal is not null || outcome.Rewritten is not null) body.Dispose();
        if (outcome.Refusal is { } refusal) return Refuse(transform.HttpContext, refusal);
        // RFC 9110 section 11.6.1: beside an answer it says that other credentials might change it.
        if (outcome.FreshLogin is { } age) transform.HttpContext.Response.Headers.WWWAuthenticate = challenge.Value(age);
        Replace(transform, response, outcome.Rewritten ?? body);
        return BodyTreatment.Inspected;
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

    // RFC 9111 section 5.2.2 and RFC 9110 section 12.5.5: for how long, by whom, and for which requests.
    private static void LetBeKept(HttpResponseMessage response, IHeaderDictionary headers)
    {
        if (!response.Headers.NonValidated.TryGetValues("Cache-Control", out var caching)) return;
        headers.CacheControl = caching.ToString();
        if (response.Headers.NonValidated.TryGetValues("Vary", out var vary)) headers.Vary = vary.ToString();
    }

    internal static string? ContentTypeOf(HttpResponseMessage response) =>
        response.Content.Headers.NonValidated.TryGetValues("Content-Type", out var values) ? values.ToString() : null;

    private Refusal Withhold(UnitContext units, string cause)
    {
        Log.AnswerWithheld(logger, units.Route, units.RequestId, cause);
        return new Refusal(Reasons.ResponseNotInspectable);
    }
}

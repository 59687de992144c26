using System.Diagnostics;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using TenantGateway.Core.Access;
using TenantGateway.Core.Buffers;
using TenantGateway.Core.Content;
using TenantGateway.Core.Protection;

namespace TenantGateway.Protection;

/// <summary>
/// Takes the body of a request through its plan: in one piece what is a document, a form, or short; unit by unit, while it is forwarded, every longer stream.
/// </summary>
internal sealed class RequestBodies(UnitPipeline pipeline, ILoginChallenge challenge, IOptions<ContentOptions> options, TimeProvider time)
{
    /// <summary>Streams of a declared length up to this are read whole: what is wrong with them is told before anything is forwarded.</summary>
    private const int LongestWholeStream = 1024 * 1024;

    private readonly BodyDeadline.Pool _deadlines = new(time);
    private readonly TimeSpan _bodyTime = TimeSpan.FromSeconds(options.Value.BodySeconds);

    public async ValueTask<Refusal?> ProtectAsync(HttpContext context, UnitContext units)
    {
        var request = context.Request;
        if (DecodedBody.CodingOf(request.Headers.ContentEncoding) is not { } coding) return new Refusal(Reasons.UnsupportedContentEncoding);
        if (MediaTypes.FormatOf(request.ContentType) is not { } format || units.Plan.RequestOf(format) is not { } plan) return new Refusal(Reasons.UnsupportedMediaType);
        request.Headers.ContentEncoding = default;
        var isStream = format is BodyFormat.Lines or BodyFormat.Parts;
        var most = Math.Min(isStream ? options.Value.MaxStreamBytes : options.Value.MaxUnitBytes, units.Plan.Policy.MaxBodyBytes ?? long.MaxValue);
        if (request.ContentLength > most) return new Refusal(Reasons.BodyTooLarge);
        var isWhole = !isStream || (coding.Length == 0 && request.ContentLength <= LongestWholeStream);
        if (!isWhole) Unbound(context, most);

        var body = DecodedBody.Open(request.Body, coding, most, options.Value.MaxExpansion);
        if (body != request.Body) context.Response.RegisterForDispose(body);
        if (!isStream) return await ProtectDocumentAsync(context, units, plan, body, coding.Length == 0 ? request.ContentLength : null, (int)most);
        var splitter = UnitSplitters.Of(format, request.ContentType, units.Plan, options.Value.MaxUnitBytes) ?? throw new UnreachableException();
        return await ProtectStreamAsync(context, units, new UnitStream(body, splitter, plan, units, pipeline, units.Verdict, time), isWhole);
    }

    private async ValueTask<Refusal?> ProtectDocumentAsync(HttpContext context, UnitContext units, UnitPlan plan, Stream source, long? declared, int most)
    {
        var (body, refusal) = await ReadAsync(context, units, source, declared, most);
        if (body is null) return refusal ?? new Refusal(Reasons.BodyTooLarge);
        UnitOutcome outcome;
        try
        {
            outcome = await pipeline.RunAsync(units, plan, body.WrittenMemory, context.RequestAborted);
        }
        catch
        {
            body.Dispose();
            throw;
        }

        if (outcome.Refusal is not null || outcome.Rewritten is not null) body.Dispose();
        if (outcome.Refusal is { } refused) return refused;
        // Where requests are revealed: less than a fresh login would give goes to a service of others.
        if (outcome.FreshLogin is { } age) context.Response.Headers.WWWAuthenticate = challenge.Value(age);
        var forwarded = outcome.Rewritten ?? body;
        context.Response.RegisterForDispose(forwarded);
        Replace(context.Request, new ByteBufferStream(forwarded), forwarded.Length);
        return null;
    }

    private async ValueTask<Refusal?> ProtectStreamAsync(HttpContext context, UnitContext units, UnitStream stream, bool isWhole)
    {
        context.Response.RegisterForDispose(stream);
        if (isWhole)
        {
            // Tokens are longer than what they stand for, so the bound is not that of what came.
            var (body, refusal) = await ReadAsync(context, units, stream, null, int.MaxValue);
            if (body is null) return refusal ?? new Refusal(Reasons.BodyTooLarge);
            context.Response.RegisterForDispose(body);
            Replace(context.Request, new ByteBufferStream(body), body.Length);
            return null;
        }

        context.Features.Get<IExchangeTime>()?.BecomeStream();
        try
        {
            await stream.BeginAsync(context.RequestAborted);
        }
        catch (IOException) when (units.Verdict.Refusal is not null)
        {
            return units.Verdict.Refusal;
        }

        Replace(context.Request, stream, null);
        return null;
    }

    private async ValueTask<(ByteBuffer? Body, Refusal? Refusal)> ReadAsync(HttpContext context, UnitContext units, Stream source, long? declared, int most)
    {
        using var deadline = _deadlines.Begin(_bodyTime, context.RequestAborted);
        try
        {
            return (await BodyReader.ReadAsync(source, declared, most, deadline.Token), null);
        }
        catch (OperationCanceledException) when (!context.RequestAborted.IsCancellationRequested)
        {
            return (null, new Refusal(Reasons.RequestTimeout));
        }
        catch (UndecodableException fault)
        {
            return (null, new Refusal(fault.Reason));
        }
        catch (IOException) when (units.Verdict.Refusal is not null)
        {
            return (null, units.Verdict.Refusal);
        }
    }

    private static void Replace(HttpRequest request, Stream body, long? length)
    {
        request.Body = body;
        request.Headers.TransferEncoding = default;
        request.ContentLength = length;
    }

    // The server's own bound is for bodies of which nothing is known.
    internal static void Unbound(HttpContext context, long most)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } server) server.MaxRequestBodySize = null;
        context.Request.Body = new BoundedBody(context.Request.Body, most);
    }
}

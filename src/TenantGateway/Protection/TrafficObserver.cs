using Microsoft.Extensions.ObjectPool;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using TenantGateway.Core.Access;
using TenantGateway.Core.Buffers;
using TenantGateway.Core.Content;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Protection;
using TenantGateway.Core.Protection.Policies;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Protection;

/// <summary>
/// Looks at traffic whose policy observes: it passes as it is, and what the policy would have found and refused is counted. Nothing that stands in it is told, and nothing is refused
/// for it. Of a body the beginning is looked at, up to the length of a unit.
/// </summary>
internal sealed class TrafficObserver(
    IKeyRings keys, ITenantKeyState keyState, ITenantDirectory tenants, ProtectionMetrics metrics, IOptions<ContentOptions> options, TimeProvider time, ILogger<TrafficObserver> logger)
{
    private readonly ObjectPool<UnitWork> _works = ObjectPool.Create<UnitWork>();

    /// <summary>What is no question of content: a tenant that is gone has no traffic.</summary>
    public Refusal? RefusalOf(Actor actor) => tenants.ReasonAgainst(actor) is { } gone ? new Refusal(gone) : keyState.RefusalOf(actor.Tenant);

    public void ObserveQuery(UnitContext units, ReadOnlySpan<byte> query) => ObserveUnit(units, OpaqueDirection.Request, units.Plan.Query, query);

    /// <summary>The body of a request, from now on looked at while it is forwarded.</summary>
    public Stream WatchRequest(UnitContext units, HttpRequest request) =>
        Watch(units, OpaqueDirection.Request, request.Body, request.ContentType, request.Headers.ContentEncoding);

    /// <summary>The body of an answer, from now on looked at while it is read.</summary>
    public Stream WatchResponse(UnitContext units, Stream body, string? contentType, StringValues codings) => Watch(units, OpaqueDirection.Response, body, contentType, codings);

    private Stream Watch(UnitContext units, OpaqueDirection direction, Stream body, string? contentType, StringValues codings)
    {
        var coding = DecodedBody.CodingOf(codings);
        var format = MediaTypes.FormatOf(contentType);
        var plan = format is not { } known ? null : direction == OpaqueDirection.Request ? units.Plan.RequestOf(known) : units.Plan.ResponseOf(known);
        if (plan is null || format is not { } inspected || coding is null)
        {
            metrics.CountObservedRefusal(units.Route, direction, coding is null ? Reasons.UnsupportedContentEncoding : Reasons.UnsupportedMediaType);
            return body;
        }

        return new ObservedBody(body, options.Value.MaxUnitBytes, async (kept, isCut, cancellationToken) =>
        {
            if (await DecodeAsync(units, direction, kept, coding, isCut, cancellationToken) is not { } decoded) return;
            using (decoded.Owned) ObserveBody(units, direction, plan, inspected, decoded, contentType);
        });
    }

    // What was cut before it was decoded cannot be told from what is damaged.
    private async ValueTask<DecodedCopy?> DecodeAsync(UnitContext units, OpaqueDirection direction, ByteBuffer kept, string coding, bool isCut, CancellationToken cancellationToken)
    {
        if (coding.Length == 0) return new DecodedCopy(kept, null, isCut);
        if (isCut)
        {
            metrics.CountObservedRefusal(units.Route, direction, Reasons.BodyTooLarge);
            return null;
        }

        try
        {
            await using var stream = DecodedBody.Open(new ByteBufferStream(kept), coding, options.Value.MaxUnitBytes, options.Value.MaxExpansion);
            if (await BodyReader.ReadAsync(stream, null, options.Value.MaxUnitBytes, cancellationToken) is { } decoded) return new DecodedCopy(decoded, decoded, false);
            metrics.CountObservedRefusal(units.Route, direction, Reasons.BodyTooLarge);
        }
        catch (UndecodableException fault)
        {
            metrics.CountObservedRefusal(units.Route, direction, fault.Reason);
        }

        return null;
    }

    private void ObserveBody(UnitContext units, OpaqueDirection direction, UnitPlan plan, BodyFormat format, DecodedCopy copy, string? contentType)
    {
        if (copy.Bytes.Length == 0 && direction == OpaqueDirection.Response) return;
        using var splitter = UnitSplitters.Of(format, contentType, units.Plan, options.Value.MaxUnitBytes);
        if (splitter is not null) ObserveStream(units, direction, plan, splitter, copy);
        else if (copy.IsCut) metrics.CountObservedRefusal(units.Route, direction, Reasons.BodyTooLarge);
        else ObserveUnit(units, direction, plan, copy.Bytes.Written);
    }

    private void ObserveStream(UnitContext units, OpaqueDirection direction, UnitPlan plan, UnitSplitter splitter, DecodedCopy copy)
    {
        for (var rest = copy.Bytes.Written; !rest.IsEmpty && splitter.Refused is null;)
        {
            var free = splitter.Free();
            var count = Math.Min(free.Length, rest.Length);
            rest[..count].CopyTo(free.Span);
            splitter.Advance(count);
            rest = rest[count..];
            // A last piece whose rest was not kept is none.
            if (rest.IsEmpty && !copy.IsCut) splitter.Complete();
            while (splitter.TryTake(out var piece))
            {
                if (piece.Inspect) ObserveUnit(units, direction, plan, piece.Bytes.Span);
            }
        }

        if (splitter.Refused is { } reason) metrics.CountObservedRefusal(units.Route, direction, reason);
    }

    private void ObserveUnit(UnitContext units, OpaqueDirection direction, UnitPlan plan, ReadOnlySpan<byte> unit)
    {
        var work = _works.Get();
        try
        {
            plan.Carrier.Scan(unit, work.Scan);
            metrics.CountObserved(units.Route, direction, UnitObserver.Observe(units.Plan, plan, new Caller(units.Actor, units.Purpose, time.GetUtcNow()), unit, work.Scan));
            TellOfForeign(units, work.Scan);
            // What would be refused may be no document at all.
            if (work.Scan.Refused is null) metrics.SampleUnlisted(units.Route, plan, unit);
        }
        finally
        {
            _works.Return(work);
        }
    }

    private void TellOfForeign(UnitContext units, UnitScan scan)
    {
        var count = 0;
        foreach (ref readonly var span in scan.Spans)
        {
            if (span.Kind == FieldSpanKind.StoredToken && keys.Find(span.Token.KeyId) is { } known && known.Tenant != units.Actor.Tenant) count++;
        }

        if (count == 0) return;
        metrics.CountForeign(units.Route, count);
        Log.ForeignTokensObserved(logger, count, units.Actor.Tenant.Value, units.Route, units.RequestId);
    }

    /// <param name="Bytes">What there is to look at.</param>
    /// <param name="Owned">It again, where it is to be let go of here.</param>
    /// <param name="IsCut">Whether there was more.</param>
    private readonly record struct DecodedCopy(ByteBuffer Bytes, ByteBuffer? Owned, bool IsCut);
}

using System.Collections.Immutable;
using TenantGateway.Core.Access;
using TenantGateway.Core.Buffers;
using TenantGateway.Core.Content;
using TenantGateway.Core.Protection.Policies;

namespace TenantGateway.Core.Protection;

/// <summary>
/// Tells what a plan would make of a scanned unit, without making it. Takes no keys, so it does not tell what only they could: whether a handle opens, how many different values a
/// caller has given, and what a token holds.
/// </summary>
public static class UnitObserver
{
    public static Observation Observe(RoutePlan route, UnitPlan plan, in Caller caller, ReadOnlySpan<byte> unit, UnitScan scan)
    {
        var (reason, counts) = (scan.Refused, new Dictionary<FieldClass, int>());
        var (opened, text) = (Scratch.Rent(256), Scratch.Rent(256));
        try
        {
            foreach (ref readonly var span in scan.Spans)
            {
                if (span.Kind != FieldSpanKind.Value) continue;
                var field = route.Fields[span.Rule];
                if (plan.Operation == PlanOperation.Reveal && IsShape(field, unit, span, ref text)) continue;
                counts[field.Class] = counts.GetValueOrDefault(field.Class) + 1;
                if (plan.Operation == PlanOperation.Protect) reason ??= Refuse(route, plan, field, caller, unit, span, ref opened, ref text);
            }
        }
        finally
        {
            opened.Dispose();
            text.Dispose();
        }

        return new Observation(reason, [.. counts.Select(count => new ClassCount(count.Key, count.Value))], scan.DamagedTokens);
    }

    private static Reason? Refuse(RoutePlan route, UnitPlan plan, ProtectedField field, in Caller caller, ReadOnlySpan<byte> unit, in FieldSpan span, ref Scratch opened, ref Scratch text)
    {
        var payload = SpanText.ReadValue(span.Coding, unit.Slice(span.Start, span.Length), field.ClassUtf8.Span, ref opened);
        if (field.IsForbidden) return payload.Value.IsEmpty ? null : Reasons.ForbiddenClass;
        if (field.Mode == TokenMode.Removed) return null;
        if (RefuseRight(route, plan, field, caller) is { } reason) return reason;
        if (payload.Value.Length > route.Limits.MaxValueBytes) return Reasons.ValueTooLong;
        if (plan.FromCaller && !CanonicalValue.IsOfType(field.Type, span.Coding, payload, ref text)) return Reasons.ValueTypeMismatch;
        if (field.Mode == TokenMode.Randomised) return null;
        if (!CanonicalValue.TryRead(field, span.Coding, payload, ref text, out var canonical)) return Reasons.ValueTypeMismatch;
        if (field.Shape is not { } shape) return null;
        if (plan.FromCaller && ShapedValues.LieAt(shape.Shape, canonical.Value)) return Reasons.StoredTokenInRequest;
        return shape.Unfit == UnfitValue.Refuse && !ShapedValues.Fits(shape.Shape, canonical) ? Reasons.UnfitValue : null;
    }

    private static bool IsShape(ProtectedField field, ReadOnlySpan<byte> unit, in FieldSpan span, ref Scratch text) =>
        field.Shape is { IsUnauthenticated: true } shape && ShapedValues.TryReadSlot(shape.Shape, PayloadText.Read(span.Coding, unit.Slice(span.Start, span.Length), ref text), out _);

    private static Reason? RefuseRight(RoutePlan route, UnitPlan plan, ProtectedField field, in Caller caller)
    {
        if (!plan.FromCaller) return null;
        var access = route.Access.Of(field.Class);
        var (granted, freshLogin) = field.Right == FieldRight.Search ? access.MaySearch(caller) : access.MayWrite(caller);
        if (granted) return null;
        if (freshLogin is not null) return Reasons.InsufficientAuthentication;
        return field.Right == FieldRight.Search ? Reasons.ClassSearchDenied : Reasons.ClassWriteDenied;
    }
}

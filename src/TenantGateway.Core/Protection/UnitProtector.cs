using TenantGateway.Core.Access;
using TenantGateway.Core.Buffers;
using TenantGateway.Core.Content;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Protection.Policies;
using TenantGateway.Core.Tokens;

namespace TenantGateway.Core.Protection;

/// <summary>Replaces the clear values and handles of a unit by stored tokens.</summary>
internal static class UnitProtector
{
    public static Refusal? Protect(in UnitRequest request)
    {
        var opened = Scratch.Rent(256);
        var text = Scratch.Rent(256);
        try
        {
            foreach (ref readonly var span in request.Scan.Spans)
            {
                if (span.Rule == FieldTrie.NoRule)
                {
                    if (!TryResealInText(request, span, ref opened, ref text)) return new Refusal(Reasons.InvalidHandle);
                    ReplaceByText(request, span);
                    continue;
                }

                var field = request.Route.Fields[span.Rule];
                if (span.Coding == SpanCoding.InString) field = field.InProse;
                if (span.Kind == FieldSpanKind.Null)
                {
                    if (request.Route.Access.Of(field.Class).FormFor(request.Caller).Form == Form.Remove) return new Refusal(Reasons.RemovedValue, field.Location);
                    continue;
                }

                if (field.IsForbidden)
                {
                    if (HoldsSomething(request, span, ref text)) return new Refusal(Reasons.ForbiddenClass, field.Location);
                    continue;
                }

                if (span.Kind == FieldSpanKind.Pseudonym)
                {
                    if (!IsPseudonymOf(request, span, field, ref text)) return new Refusal(Reasons.InvalidPseudonym, field.Location);
                    if (field.Mode == TokenMode.Pseudonym) continue;
                }

                if (!request.Plan.FromCaller && IsShape(request, span, field, ref text, out var slot))
                {
                    if (request.RenewsShapes && TryRenew(request, span, field, slot, ref opened, ref text)) Replace(request, span, field);
                    continue;
                }

                var reason = span.Kind == FieldSpanKind.Handle
                    ? Reseal(request, span, field, ref opened, ref text)
                    : Seal(request, span, field, ref opened, ref text);
                if (reason is not null) return new Refusal(reason, field.Location) { Class = reason == Reasons.ClassWriteDenied || reason == Reasons.ClassSearchDenied ? field.Class : null };
                Replace(request, span, field);
                request.Disclosure.CountProtected(field.Class);
                if (field.IsFound) request.Disclosure.CountFound(field.Class);
            }
        }
        finally
        {
            opened.Dispose();
            text.Dispose();
        }

        return null;
    }

    private static Reason? Seal(in UnitRequest request, in FieldSpan span, ProtectedField field, ref Scratch opened, ref Scratch text)
    {
        var payload = SpanText.ReadValue(span.Coding, request.Unit.Slice(span.Start, span.Length), field.ClassUtf8.Span, ref opened);
        if (field.Mode == TokenMode.Removed) return null;
        if (request.Plan.FromCaller && RefuseRight(request, field) is { } reason) return reason;
        if (request.Plan.FromCaller && !CanonicalValue.IsOfType(field.Type, span.Coding, payload, ref text)) return Reasons.ValueTypeMismatch;
        return Seal(request, field, span.Coding, payload, isGivenBack: false, ref text) ?? (request.Plan.FromCaller && field.Mode is TokenMode.Deterministic or TokenMode.Pseudonym ? RefuseGuess(request, field) : null);
    }

    // A value that somebody gave. Handles are not counted: whoever has one has been given it.
    private static Reason? RefuseGuess(in UnitRequest request, ProtectedField field)
    {
        var access = request.Route.Access.Of(field.Class);
        if ((field.Right == FieldRight.Search ? access.SearchLimit : access.WriteLimit) is not { } limit) return null;
        if (request.Distinct.Count(request.Caller, field.Class, field.Right, request.Edits.Work.Written, limit) is not { } excess) return null;
        request.Disclosure.Excess = excess;
        return Reasons.DistinctValuesLimited;
    }

    // A handle proves that its value was stored before, so taking it back needs no right to write.
    private static Reason? Reseal(in UnitRequest request, in FieldSpan span, ProtectedField field, ref Scratch opened, ref Scratch text)
    {
        var handle = PayloadText.Read(span.Coding, request.Unit.Slice(span.Start, span.Length), ref text);
        return request.Keys.Find(span.Token.KeyId) is { Line: KeyLine.Data } key
            && HandleToken.TryOpen(key, request.Actor.Id, field.ClassUtf8.Span, span.Token, handle, ref opened, out var payload)
                ? Seal(request, field, SpanCoding.Json, payload, isGivenBack: true, ref text)
                : Reasons.InvalidHandle;
    }

    // Among other words nothing says of what class it is but the handle itself, which opens for one.
    private static bool TryResealInText(in UnitRequest request, in FieldSpan span, ref Scratch opened, ref Scratch text)
    {
        var handle = PayloadText.Read(span.Coding, request.Unit.Slice(span.Start, span.Length), ref text);
        if (request.Keys.Find(span.Token.KeyId) is not { Line: KeyLine.Data } key) return false;
        foreach (var known in request.Route.ClassesUtf8)
        {
            if (!HandleToken.TryOpen(key, request.Actor.Id, known.Span, span.Token, handle, ref opened, out var payload)) continue;
            StoredToken.Seal(request.Keys.Data, payload, request.Edits.Work);
            return true;
        }

        return false;
    }

    private static bool HoldsSomething(in UnitRequest request, in FieldSpan span, ref Scratch text) =>
        span.Kind != FieldSpanKind.Value || !SpanText.ReadValue(span.Coding, request.Unit.Slice(span.Start, span.Length), default, ref text).Value.IsEmpty;

    // What the gateway made itself, for this class: it is written back as it was, and needs no right. Where nothing is stored it need not be one.
    private static bool IsPseudonymOf(in UnitRequest request, in FieldSpan span, ProtectedField field, ref Scratch text) =>
        field.Mode == TokenMode.Removed
        || (field.Mode == TokenMode.Pseudonym && request.Keys.Find(span.Token.KeyId) is { } key
            && PseudonymToken.IsOf(key, field.ClassUtf8.Span, PayloadText.Read(span.Coding, request.Unit.Slice(span.Start, span.Length), ref text)));

    // A row that comes once more holds its shape, which only its own place tells from a value.
    private static bool IsShape(in UnitRequest request, in FieldSpan span, ProtectedField field, ref Scratch text, out int slot)
    {
        slot = 0;
        return span.Kind == FieldSpanKind.Value && field.Shape is { IsUnauthenticated: true } shape
            && ShapedValues.TryReadSlot(shape.Shape, PayloadText.Read(span.Coding, request.Unit.Slice(span.Start, span.Length), ref text), out slot);
    }

    private static bool TryRenew(in UnitRequest request, in FieldSpan span, ProtectedField field, int slot, ref Scratch opened, ref Scratch text)
    {
        if (field.Shape is not { } rule || request.Keys.FindBySlot(slot) is not { } key || key == request.Keys.Lookup) return false;
        var shape = PayloadText.Read(span.Coding, request.Unit.Slice(span.Start, span.Length), ref text);
        if (!ShapedValues.TryRestoreUnverified(rule.Shape, key, field.ClassUtf8.Span, shape, ref opened, out var payload)) return false;
        ShapedValues.Append(rule.Shape, request.Keys.Lookup, payload, request.Edits.Work);
        request.Disclosure.CountOpened(key.KeyId);
        return true;
    }

    private static Reason? Seal(in UnitRequest request, ProtectedField field, SpanCoding coding, in Payload payload, bool isGivenBack, ref Scratch scratch)
    {
        if (field.Mode == TokenMode.Removed) return null;
        if (payload.Value.Length > request.Route.Limits.MaxValueBytes) return Reasons.ValueTooLong;
        if (field.Mode == TokenMode.Randomised)
        {
            StoredToken.Seal(request.Keys.Data, payload, request.Edits.Work);
            return null;
        }

        // The decoded value under one type, so that JSON escapes and query strings meet.
        if (!CanonicalValue.TryRead(field, coding, payload, ref scratch, out var canonical)) return Reasons.ValueTypeMismatch;
        // Where shapes lie no value of a caller lies; what was clear in a row before shapes were may, and is given back.
        if (request.Plan.FromCaller && !isGivenBack && field.Shape is { } shape && ShapedValues.LieAt(shape.Shape, canonical.Value)) return Reasons.StoredTokenInRequest;
        return AsksForSeveral(request, field) ? SearchTerms.Seal(request, field, canonical) : SearchTerms.SealOne(request, field, request.Keys.Lookup, canonical);
    }

    // What is written is written with the primary generation alone.
    private static bool AsksForSeveral(in UnitRequest request, ProtectedField field) => field.Right == FieldRight.Search && !request.Keys.Searchables.IsEmpty;

    private static void Replace(in UnitRequest request, in FieldSpan span, ProtectedField field)
    {
        var edits = request.Edits;
        var start = edits.Replacements.Length;
        if (field.Mode == TokenMode.Removed) SpanText.WriteNothing(span.Coding, edits.Replacements);
        else if (AsksForSeveral(request, field) && field.TwoTokens is { } how) SearchTerms.Write(request, span, how);
        else SpanText.WriteText(span.Coding, edits.Work.Written, edits.Replacements);
        edits.Replace(span.Start, span.Length, start);
        edits.Work.Truncate(0);
    }

    private static void ReplaceByText(in UnitRequest request, in FieldSpan span)
    {
        var start = request.Edits.Replacements.Length;
        SpanText.WriteText(span.Coding, request.Edits.Work.Written, request.Edits.Replacements);
        request.Edits.Replace(span.Start, span.Length, start);
        request.Edits.Work.Truncate(0);
        request.Disclosure.CountProtected(null);
    }

    private static Reason? RefuseRight(in UnitRequest request, ProtectedField field)
    {
        var access = request.Route.Access.Of(field.Class);
        var (granted, freshLogin) = field.Right == FieldRight.Search ? access.MaySearch(request.Caller) : access.MayWrite(request.Caller);
        if (granted) return null;
        if (freshLogin is not { } age) return field.Right == FieldRight.Search ? Reasons.ClassSearchDenied : Reasons.ClassWriteDenied;
        request.Disclosure.WouldGiveMoreTo(age);
        return Reasons.InsufficientAuthentication;
    }
}

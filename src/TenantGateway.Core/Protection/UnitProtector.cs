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
                var field = request.Route.Fields[span.Rule];
                var reason = span.Kind == FieldSpanKind.Handle
                    ? Reseal(request, span, field, ref opened, ref text)
                    : Seal(request, span, field, ref opened, ref text);
                if (reason is not null) return new Refusal(reason, field.Location) { Class = reason == Reasons.ClassWriteDenied || reason == Reasons.ClassSearchDenied ? field.Class : null };
                Replace(request, span, field);
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
        if (request.Plan.FromCaller && RefuseRight(request, field) is { } reason) return reason;
        var payload = SpanText.ReadValue(span.Coding, request.Unit.Slice(span.Start, span.Length), field.ClassUtf8.Span, ref opened);
        return Seal(request, field, payload, ref text) ?? (request.Plan.FromCaller && field.Mode == TokenMode.Deterministic ? RefuseGuess(request, field) : null);
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
                ? Seal(request, field, payload, ref text)
                : Reasons.InvalidHandle;
    }

    private static Reason? Seal(in UnitRequest request, ProtectedField field, in Payload payload, ref Scratch scratch)
    {
        if (payload.Value.Length > request.Route.Limits.MaxValueBytes) return Reasons.ValueTooLong;
        if (field.Mode == TokenMode.Randomised)
        {
            StoredToken.Seal(request.Keys.Data, payload, request.Edits.Work);
            return null;
        }

        // The decoded text under one type, so that JSON escapes and query strings meet.
        if (!PayloadText.TryRead(payload, ref scratch, out var text)) return Reasons.ValueTypeMismatch;
        var sealedText = new Payload(PayloadType.Text, payload.Class, text);
        if (AsksForSeveral(request, field)) return SearchTerms.Seal(request, field, sealedText);
        StoredToken.Seal(request.Keys.Lookup, sealedText, request.Edits.Work);
        return null;
    }

    // What is written is written with the primary generation alone.
    private static bool AsksForSeveral(in UnitRequest request, ProtectedField field) => field.Right == FieldRight.Search && !request.Keys.Searchables.IsEmpty;

    private static void Replace(in UnitRequest request, in FieldSpan span, ProtectedField field)
    {
        var edits = request.Edits;
        var start = edits.Replacements.Length;
        if (AsksForSeveral(request, field) && field.TwoTokens is { } how) SearchTerms.Write(request, span, how);
        else SpanText.WriteText(span.Coding, edits.Work.Written, edits.Replacements);
        edits.Replace(span.Start, span.Length, start);
        edits.Work.Truncate(0);
        request.Disclosure.Protected++;
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

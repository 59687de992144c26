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
        using var token = new ByteBuffer(512);
        try
        {
            foreach (ref readonly var span in request.Scan.Spans)
            {
                var field = request.Route.Fields[span.Rule];
                var reason = span.Kind == FieldSpanKind.Handle
                    ? Reseal(request, span, field, token, ref opened, ref text)
                    : Seal(request, span, field, token, ref opened, ref text);
                if (reason is not null) return new Refusal(reason, field.Location);
                Replace(request, span, token);
            }
        }
        finally
        {
            opened.Dispose();
            text.Dispose();
        }

        return null;
    }

    private static Reason? Seal(
        in UnitRequest request, in FieldSpan span, ProtectedField field, ByteBuffer token, ref Scratch opened, ref Scratch text)
    {
        if (request.Plan.FromCaller && !HasRight(request, field))
            return field.Right == FieldRight.Search ? Reasons.ClassSearchDenied : Reasons.ClassWriteDenied;
        var payload = request.Plan.Carrier.ReadValue(request.Unit.Slice(span.Start, span.Length), field.ClassUtf8.Span, ref opened);
        return Seal(request.Keys, field, payload, token, ref text);
    }

    // A handle proves that its value was stored before, so taking it back needs no right to write.
    private static Reason? Reseal(
        in UnitRequest request, in FieldSpan span, ProtectedField field, ByteBuffer token, ref Scratch opened, ref Scratch text)
    {
        using var handle = Scratch.Rent(span.Length);
        var bytes = HandleBytes(request, span, handle.Span);
        return request.Keys.Find(span.Token.KeyId) is { Line: KeyLine.Data } key
            && Handle.TryOpen(key, request.Actor.Id, field.ClassUtf8.Span, span.Token, bytes, ref opened, out var payload)
                ? Seal(request.Keys, field, payload, token, ref text)
                : Reasons.InvalidHandle;
    }

    private static ReadOnlySpan<byte> HandleBytes(in UnitRequest request, in FieldSpan span, Span<byte> scratch)
    {
        var work = Scratch.Rent(span.Length);
        try
        {
            var read = request.Plan.Carrier.ReadValue(request.Unit.Slice(span.Start, span.Length), default, ref work);
            if (!PayloadText.TryRead(read, ref work, out var text)) return default;
            text.CopyTo(scratch);
            return scratch[..text.Length];
        }
        finally
        {
            work.Dispose();
        }
    }

    private static Reason? Seal(KeyRing keys, ProtectedField field, in Payload payload, ByteBuffer token, ref Scratch scratch)
    {
        if (payload.Value.Length > Payload.MaxValueLength) return Reasons.ValueTooLong;
        if (field.Mode == TokenMode.Randomised)
        {
            StoredToken.Seal(keys.Data, payload, token);
            return null;
        }

        // The decoded text under one type, so that JSON escapes and query strings meet.
        if (!PayloadText.TryRead(payload, ref scratch, out var text)) return Reasons.ValueTypeMismatch;
        StoredToken.Seal(keys.Lookup, new Payload(PayloadType.Text, payload.Class, text), token);
        return null;
    }

    private static void Replace(in UnitRequest request, in FieldSpan span, ByteBuffer token)
    {
        var start = request.Edits.Replacements.Length;
        request.Plan.Carrier.WriteText(token.Written, request.Edits.Replacements);
        request.Edits.Replace(span.Start, span.Length, start);
        request.Disclosure.Protected++;
        token.Truncate(0);
    }

    private static bool HasRight(in UnitRequest request, ProtectedField field) => field.Right == FieldRight.Search
        ? request.Route.Policy.Access.MaySearch(field.Class, request.Actor)
        : request.Route.Policy.Access.MayWrite(field.Class, request.Actor);
}

using System.Diagnostics;
using TenantGateway.Core.Access;
using TenantGateway.Core.Buffers;
using TenantGateway.Core.Content;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Protection.Policies;
using TenantGateway.Core.Tokens;

namespace TenantGateway.Core.Protection;

/// <summary>Replaces the stored tokens of a unit, and clear values at protected places, by the form that the actor may have.</summary>
internal static class UnitRevealer
{
    public static Refusal? Reveal(in UnitRequest request)
    {
        request.Disclosure.DamagedTokens += request.Scan.DamagedTokens;
        var opened = Scratch.Rent(256);
        var text = Scratch.Rent(256);
        try
        {
            foreach (ref readonly var span in request.Scan.Spans)
            {
                if (span.Kind == FieldSpanKind.StoredToken) RevealToken(request, span, ref opened, ref text);
                else if (RenderClear(request, span, ref opened, ref text) is { } refusal) return refusal;
            }
        }
        finally
        {
            opened.Dispose();
            text.Dispose();
        }

        return null;
    }

    // The class sealed inside the token decides, not the place where the token lies.
    private static void RevealToken(in UnitRequest request, in FieldSpan span, ref Scratch opened, ref Scratch text)
    {
        if (!request.Actor.Kind.BearsToken())
        {
            WithholdToken(request, span);
            return;
        }

        if (request.Keys.Find(span.Token.KeyId) is not { } key)
        {
            if (request.KeyIds.Find(span.Token.KeyId) is { } known && known.Tenant != request.Keys.Tenant) request.Disclosure.ForeignTokens++;
            else request.Disclosure.DamagedTokens++;
            return;
        }

        var token = PayloadText.Read(span.Coding, request.Unit.Slice(span.Start, span.Length), ref text);
        if (StoredToken.TryOpen(key, span.Token, token, ref opened, out var payload) && request.Route.TryFindClass(payload.Class, out var fieldClass))
        {
            request.Disclosure.CountOpened(key.KeyId);
            Render(request, span, fieldClass, payload, ref text);
        }
        else
        {
            request.Disclosure.DamagedTokens++;
        }
    }

    // Whoever has no token gets neither a stored one nor anything of its value: the token is not even opened.
    private static void WithholdToken(in UnitRequest request, in FieldSpan span)
    {
        if (request.KeyIds.Find(span.Token.KeyId) is not { } known) request.Disclosure.DamagedTokens++;
        else if (known.Tenant != request.Keys.Tenant) request.Disclosure.ForeignTokens++;
        Withhold(request, span);
    }

    // The marker alone, whatever the class: it says nothing, groups nothing and is refused when it is written back.
    private static void Withhold(in UnitRequest request, in FieldSpan span)
    {
        var start = request.Edits.Replacements.Length;
        SpanText.WriteText(span.Coding, MaskMarker.Utf8, request.Edits.Replacements);
        request.Edits.Replace(span.Start, span.Length, start);
    }

    private static Refusal? RenderClear(in UnitRequest request, in FieldSpan span, ref Scratch opened, ref Scratch text)
    {
        var field = request.Route.Fields[span.Rule];
        var payload = SpanText.ReadValue(span.Coding, request.Unit.Slice(span.Start, span.Length), field.ClassUtf8.Span, ref opened);
        if (field.Shape is { IsUnauthenticated: true } shape && PayloadText.TryRead(payload, ref text, out var shaped) && ShapedValues.TryReadSlot(shape.Shape, shaped, out var slot))
        {
            RevealUnverified(request, span, field, shape.Shape, slot, shaped, ref opened, ref text);
            return null;
        }

        var isPseudonym = field.Mode == TokenMode.Pseudonym && PayloadText.TryRead(payload, ref text, out var read) && PseudonymToken.TryRead(read, out var keyId) && CountPseudonym(request, keyId);
        if (!isPseudonym) request.Disclosure.ClearAtRest++;
        if (field.IsFound) request.Disclosure.CountFound(field.Class);
        if (!request.Actor.Kind.BearsToken())
        {
            Withhold(request, span);
            return null;
        }

        if (isPseudonym) return null;
        if (field.Mode == TokenMode.Pseudonym && !field.IsForbidden)
        {
            RenderPseudonym(request, span, field, payload, ref text);
            return null;
        }

        return Render(request, span, field.Class, payload, ref text) is { } reason ? new Refusal(reason, field.Location) : null;
    }

    // Nothing but its slot says under which key it was made, and nothing that it was made at all. What cannot have been made under that key stays as it is, as a token that does not open.
    private static void RevealUnverified(in UnitRequest request, in FieldSpan span, ProtectedField field, ValueShape shape, int slot, ReadOnlySpan<byte> text, ref Scratch opened, ref Scratch work)
    {
        if (!request.Actor.Kind.BearsToken())
        {
            Withhold(request, span);
        }
        else if (request.Keys.FindBySlot(slot) is { } key && ShapedValues.TryRestoreUnverified(shape, key, field.ClassUtf8.Span, text, ref opened, out var payload))
        {
            request.Disclosure.CountOpened(key.KeyId);
            request.Disclosure.Unverified++;
            Render(request, span, field.Class, payload, ref work);
        }
        else
        {
            request.Disclosure.DamagedTokens++;
        }
    }

    // It leads back to no value, so everybody who has a token may have it.
    private static bool CountPseudonym(in UnitRequest request, KeyId keyId)
    {
        if (request.KeyIds.Find(keyId) is { } known && known.Tenant != request.Keys.Tenant) request.Disclosure.ForeignTokens++;
        return true;
    }

    // As it would have been stored. What is not of the declared type has a pseudonym all the same.
    private static void RenderPseudonym(in UnitRequest request, in FieldSpan span, ProtectedField field, in Payload payload, ref Scratch text)
    {
        var (edits, start) = (request.Edits, request.Edits.Replacements.Length);
        PseudonymToken.Append(request.Keys.Lookup, CanonicalValue.TryRead(field, span.Coding, payload, ref text, out var canonical) ? canonical : payload, edits.Work);
        SpanText.WriteText(span.Coding, edits.Work.Written, edits.Replacements);
        edits.Work.Truncate(0);
        edits.Replace(span.Start, span.Length, start);
    }

    private static Reason? Render(in UnitRequest request, in FieldSpan span, FieldClass fieldClass, in Payload payload, ref Scratch text)
    {
        var (form, freshLogin) = request.Route.IsForbidden(fieldClass) ? new FormDecision(Form.Remove, null) : request.Route.Access.Of(fieldClass).FormFor(request.Caller);
        if (freshLogin is { } age) request.Disclosure.WouldGiveMoreTo(age);
        if (form > Form.Handle && request.Route.Policy.Identifying.Contains(fieldClass))
        {
            request.Disclosure.AddSubject(request.Keys.Audit.SubjectOf(payload.Class, PayloadText.TryRead(payload, ref text, out var identity) ? identity : payload.Value));
        }

        var edits = request.Edits;
        var start = edits.Replacements.Length;
        if (form == Form.Remove && !IsPlaceOf(request, span, fieldClass)) form = Form.Handle;
        switch (form)
        {
            case Form.Clear:
                SpanText.WriteValue(span.Coding, payload, edits.Replacements);
                break;
            case Form.Mask:
                Masks.Append(fieldClass, PayloadText.TryRead(payload, ref text, out var decoded) ? decoded : payload.Value, edits.Work);
                SpanText.WriteText(span.Coding, edits.Work.Written, edits.Replacements);
                break;
            case Form.Remove:
                // Where no rule names the place the marker stands for it, which is refused when it is written back.
                if (span.Rule == FieldTrie.NoRule || request.Route.Fields[span.Rule].IsFound) SpanText.WriteText(span.Coding, MaskMarker.Utf8, edits.Replacements);
                else SpanText.WriteNothing(span.Coding, edits.Replacements);
                break;
            case Form.Handle when payload.Value.Length > Payload.MaxValueLength:
                return Reasons.ValueTooLong;
            case Form.Handle:
                HandleToken.Seal(request.Keys.Data, request.Actor.Id, payload, edits.Work);
                SpanText.WriteText(span.Coding, edits.Work.Written, edits.Replacements);
                break;
            default:
                throw new UnreachableException();
        }

        edits.Work.Truncate(0);
        edits.Replace(span.Start, span.Length, start);
        request.Disclosure.Count(fieldClass, form);
        return null;
    }

    // Only there is a null refused when it is written back; anywhere else it would take the stored value with it, and a handle is refused everywhere.
    private static bool IsPlaceOf(in UnitRequest request, in FieldSpan span, FieldClass fieldClass) =>
        span.Rule == FieldTrie.NoRule ? (span.Coding & SpanCoding.Json) == 0 : request.Route.Fields[span.Rule].Class == fieldClass;
}

using System.Diagnostics;
using TenantGateway.Core.Access;
using TenantGateway.Core.Buffers;
using TenantGateway.Core.Content;
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
        using var work = new ByteBuffer(512);
        try
        {
            foreach (ref readonly var span in request.Scan.Spans)
            {
                if (span.Kind == FieldSpanKind.StoredToken) RevealToken(request, span, work, ref opened, ref text);
                else if (RenderClear(request, span, work, ref opened, ref text) is { } refusal) return refusal;
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
    private static void RevealToken(in UnitRequest request, in FieldSpan span, ByteBuffer work, ref Scratch opened, ref Scratch text)
    {
        if (request.Keys.Find(span.Token.KeyId) is not { } key)
        {
            if (request.KeyIds.Find(span.Token.KeyId) is { } known && known.Tenant != request.Keys.Tenant) request.Disclosure.ForeignTokens++;
            else request.Disclosure.DamagedTokens++;
            return;
        }

        using var bytes = Scratch.Rent(span.Length);
        if (StoredToken.TryOpen(key, span.Token, TokenBytes(request, span, bytes.Span), ref opened, out var payload)
            && request.Route.TryFindClass(payload.Class, out var fieldClass))
        {
            Render(request, span, fieldClass, payload, work, ref text);
        }
        else
        {
            request.Disclosure.DamagedTokens++;
        }
    }

    private static Refusal? RenderClear(in UnitRequest request, in FieldSpan span, ByteBuffer work, ref Scratch opened, ref Scratch text)
    {
        var field = request.Route.Fields[span.Rule];
        request.Disclosure.ClearAtRest++;
        var payload = request.Plan.Carrier.ReadValue(request.Unit.Slice(span.Start, span.Length), field.ClassUtf8.Span, ref opened);
        if (payload.Value.Length > Payload.MaxValueLength) return new Refusal(Reasons.ValueTooLong, field.Location);
        Render(request, span, field.Class, payload, work, ref text);
        return null;
    }

    private static void Render(in UnitRequest request, in FieldSpan span, FieldClass fieldClass, in Payload payload, ByteBuffer work, ref Scratch text)
    {
        var form = request.Route.Policy.Access.FormFor(fieldClass, request.Actor);
        var output = request.Edits.Replacements;
        var start = output.Length;
        switch (form)
        {
            case Form.Clear:
                request.Plan.Carrier.WriteValue(payload, output);
                break;
            case Form.Mask:
                Masks.Append(fieldClass, PayloadText.TryRead(payload, ref text, out var decoded) ? decoded : payload.Value, work);
                request.Plan.Carrier.WriteText(work.Written, output);
                break;
            case Form.Handle:
                Handle.Seal(request.Keys.Data, request.Actor.Id, payload, work);
                request.Plan.Carrier.WriteText(work.Written, output);
                break;
            default:
                throw new UnreachableException();
        }

        work.Truncate(0);
        request.Edits.Replace(span.Start, span.Length, start);
        request.Disclosure.Count(fieldClass, form);
    }

    private static ReadOnlySpan<byte> TokenBytes(in UnitRequest request, in FieldSpan span, Span<byte> scratch)
    {
        var literal = request.Unit.Slice(span.Start + 1, span.Length - 2);
        if (literal.Length == span.Token.TokenLength) return literal;
        var length = JsonText.Unescape(literal, scratch);
        return length < 0 ? default : scratch[..length];
    }
}

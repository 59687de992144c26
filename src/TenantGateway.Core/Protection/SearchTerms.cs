using System.Diagnostics;
using System.Text;
using TenantGateway.Core.Access;
using TenantGateway.Core.Buffers;
using TenantGateway.Core.Content;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Protection.Policies;
using TenantGateway.Core.Tokens;

namespace TenantGateway.Core.Protection;

/// <summary>
/// Searches by the tokens of several lookup generations at once: rows that were written before a rotation hold the token of the older one, rows
/// written since that of the primary.
/// </summary>
internal static class SearchTerms
{
    /// <summary>Appends the tokens of a value under the primary generation and every further one that is searched, one behind the other.</summary>
    public static Reason? Seal(in UnitRequest request, ProtectedField field, in Payload payload)
    {
        if (field.TwoTokens is null) return Reasons.SearchNotReady;
        if (SealOne(request, field, request.Keys.Lookup, payload) is { } reason) return reason;
        foreach (var generation in request.Keys.Searchables) SealOne(request, field, generation, payload);
        return null;
    }

    /// <summary>Appends the token, the pseudonym or the shape of a value under one generation.</summary>
    /// <returns>Why there is none, whichever the generation, or null.</returns>
    public static Reason? SealOne(in UnitRequest request, ProtectedField field, GenerationKey generation, in Payload payload)
    {
        if (field.Mode == TokenMode.Pseudonym) PseudonymToken.Append(generation, payload, request.Edits.Work);
        else if (field.Shape is not { } shape) StoredToken.Seal(generation, payload, request.Edits.Work);
        else if (ShapedValues.Fits(shape.Shape, payload)) ShapedValues.Append(shape.Shape, generation, payload, request.Edits.Work);
        else if (shape.Unfit == UnfitValue.Token) StoredToken.Seal(generation, payload, request.Edits.Work);
        else return Reasons.UnfitValue;
        return null;
    }

    /// <summary>Writes the tokens that <see cref="Seal"/> made in the way that the service takes.</summary>
    public static void Write(in UnitRequest request, in FieldSpan span, TwoTokens how)
    {
        switch (how.Way)
        {
            case TwoTokensWay.Repeat:
                WriteAll(request, span.Coding, [(byte)'&', .. QueryCarrier.RawNameOf(request.Unit, span.Start), (byte)'=']);
                break;
            case TwoTokensWay.List:
                using (var separator = new ByteBuffer(4))
                {
                    // A literal comma or colon is what most services take for a separator; the others may not stand in a query as they are.
                    if (how.Separator is ',' or ':') separator.Append((byte)how.Separator);
                    else PercentEncoding.Encode([(byte)how.Separator], separator);
                    WriteAll(request, span.Coding, separator.Written);
                }

                break;
            case TwoTokensWay.FanOut when how.FanOut is { } rule:
                WriteFirst(request, span, rule);
                break;
            default:
                throw new UnreachableException();
        }
    }

    private static void WriteAll(in UnitRequest request, SpanCoding coding, ReadOnlySpan<byte> between)
    {
        for (var i = 0; i <= request.Keys.Searchables.Length; i++)
        {
            if (i > 0) request.Edits.Replacements.Append(between);
            SpanText.WriteText(coding, Token(request, i), request.Edits.Replacements);
        }
    }

    private static void WriteFirst(in UnitRequest request, in FieldSpan span, FanOutRule rule)
    {
        var name = Encoding.UTF8.GetString(QueryCarrier.RawNameOf(request.Unit, span.Start));
        var terms = new List<(int Number, string Pair)>();
        for (var i = 0; i <= request.Keys.Searchables.Length; i++)
        {
            var generation = i == 0 ? request.Keys.Lookup : request.Keys.Searchables[i - 1];
            using var value = new ByteBuffer(256);
            SpanText.WriteText(span.Coding, Token(request, i), value);
            terms.Add((request.KeyIds.Find(generation.KeyId)?.Number ?? 0, $"{name}={Encoding.ASCII.GetString(value.Written)}"));
        }

        string[] pairs = [.. terms.OrderBy(term => term.Number).Select(term => term.Pair)];
        request.Edits.FanOut = new FanOutSearch([.. pairs], rule, [.. request.Route.Policy.Query.Select(query => query.Parameter)]);
        request.Edits.Replacements.Append(Encoding.ASCII.GetBytes(pairs[0][(name.Length + 1)..]));
    }

    // All have the length of the first: what is sealed is the same.
    private static ReadOnlySpan<byte> Token(in UnitRequest request, int number)
    {
        var tokens = request.Edits.Work.Written;
        var length = tokens.Length / (request.Keys.Searchables.Length + 1);
        return tokens.Slice(number * length, length);
    }
}

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
        SealOne(request, field, request.Keys.Lookup, payload);
        foreach (var generation in request.Keys.Searchables) SealOne(request, field, generation, payload);
        return null;
    }

    /// <summary>Appends the token, or the pseudonym, of a value under one generation.</summary>
    public static void SealOne(in UnitRequest request, ProtectedField field, GenerationKey generation, in Payload payload)
    {
        if (field.Mode == TokenMode.Pseudonym) PseudonymToken.Append(generation, payload, request.Edits.Work);
        else StoredToken.Seal(generation, payload, request.Edits.Work);
    }

    /// <summary>Writes the tokens that <see cref="Seal"/> made in the way that the service takes.</summary>
    public static void Write(in UnitRequest request, in FieldSpan span, TwoTokens how)
    {
        switch (how.Way)
        {
            case TwoTokensWay.Repeat:
                WriteAll(request, [(byte)'&', .. QueryCarrier.RawNameOf(request.Unit, span.Start), (byte)'=']);
                break;
            case TwoTokensWay.List:
                using (var separator = new ByteBuffer(4))
                {
                    // A literal comma or colon is what most services take for a separator; the others may not stand in a query as they are.
                    if (how.Separator is ',' or ':') separator.Append((byte)how.Separator);
                    else PercentEncoding.Encode([(byte)how.Separator], separator);
                    WriteAll(request, separator.Written);
                }

                break;
            case TwoTokensWay.FanOut when how.FanOut is { } rule:
                WriteFirst(request, span, rule);
                break;
            default:
                throw new UnreachableException();
        }
    }

    private static void WriteAll(in UnitRequest request, ReadOnlySpan<byte> between)
    {
        for (var i = 0; i <= request.Keys.Searchables.Length; i++)
        {
            if (i > 0) request.Edits.Replacements.Append(between);
            SpanText.WriteText(SpanCoding.Percent, Token(request, i), request.Edits.Replacements);
        }
    }

    private static void WriteFirst(in UnitRequest request, in FieldSpan span, FanOutRule rule)
    {
        var name = Encoding.UTF8.GetString(QueryCarrier.RawNameOf(request.Unit, span.Start));
        var terms = new List<(int Number, string Pair)>();
        for (var i = 0; i <= request.Keys.Searchables.Length; i++)
        {
            var token = Token(request, i);
            if (TryReadKeyId(token, out var keyId)) terms.Add((request.KeyIds.Find(keyId)?.Number ?? 0, $"{name}={Encoding.ASCII.GetString(token)}"));
        }

        string[] pairs = [.. terms.OrderBy(term => term.Number).Select(term => term.Pair)];
        request.Edits.FanOut = new FanOutSearch([.. pairs], rule, [.. request.Route.Policy.Query.Select(query => query.Parameter)]);
        request.Edits.Replacements.Append(Encoding.ASCII.GetBytes(pairs[0][(name.Length + 1)..]));
    }

    private static bool TryReadKeyId(ReadOnlySpan<byte> token, out KeyId keyId)
    {
        var isToken = TokenHeader.TryRead(token, out var header);
        keyId = header.KeyId;
        return isToken || PseudonymToken.TryRead(token, out keyId);
    }

    // All have the length of the first: what is sealed is the same.
    private static ReadOnlySpan<byte> Token(in UnitRequest request, int number)
    {
        var tokens = request.Edits.Work.Written;
        var length = tokens.Length / (request.Keys.Searchables.Length + 1);
        return tokens.Slice(number * length, length);
    }
}

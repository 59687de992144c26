using System.Collections.Immutable;
using System.Text;
using TenantGateway.Core.Buffers;
using TenantGateway.Core.Protection.Policies;

namespace TenantGateway.Core.Content;

/// <summary>A search that a service takes one token at a time: the query holds the first pair, and is asked again with each of the others.</summary>
/// <param name="Pairs">
/// <c>name=token</c> as it stands in the query, the oldest generation first. Rows only ever move to a newer one, so whoever asks in this order
/// misses none that moves meanwhile, and may meet one twice.
/// </param>
/// <param name="Rule">How the answers are joined.</param>
/// <param name="Parameters">All searchable parameters of the policy: each takes care of its own tokens.</param>
public sealed record FanOutSearch(ImmutableArray<string> Pairs, FanOutRule Rule, ImmutableArray<string> Parameters)
{
    /// <summary>Whether nothing stands in the query that could page or sort: only names that the policy knows of.</summary>
    /// <param name="query">Without the question mark.</param>
    public bool Takes(string query)
    {
        foreach (var pair in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var raw = Encoding.UTF8.GetBytes(pair.Split('=', 2)[0]);
            using var decoded = Scratch.Rent(raw.Length);
            if (!PercentEncoding.TryDecode(raw, decoded.Span, out var length)) return false;
            var name = Encoding.UTF8.GetString(decoded.Span[..length]);
            if (!Parameters.Contains(name, StringComparer.Ordinal) && !Rule.Beside.Contains(name, StringComparer.Ordinal)) return false;
        }

        return true;
    }

    /// <summary>An address with another token in place of the first; null where the first does not stand in it exactly once.</summary>
    public string? WithPair(string address, int number)
    {
        var at = address.IndexOf(Pairs[0], StringComparison.Ordinal);
        return at > 0 && address[at - 1] is '?' or '&' && at == address.LastIndexOf(Pairs[0], StringComparison.Ordinal)
            ? string.Concat(address.AsSpan(0, at), Pairs[number], address.AsSpan(at + Pairs[0].Length))
            : null;
    }
}

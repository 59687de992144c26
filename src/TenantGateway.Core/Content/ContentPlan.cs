using System.Buffers;
using System.Collections.Frozen;
using TenantGateway.Core.Protection.Policies;
using TenantGateway.Core.Tokens;

namespace TenantGateway.Core.Content;

/// <summary>What a scan looks for in one direction of a route.</summary>
public sealed record ContentPlan
{
    private static readonly SearchValues<byte> Letters = SearchValues.Create([.. Enumerable.Range(0, 256).Select(c => (byte)c).Where(c => c >= 0x80 || char.IsAsciiLetter((char)c))]);

    public required PlanOperation Operation { get; init; }

    /// <summary>
    /// True for what a caller sends to be protected: stored tokens and masks are refused, handles are taken back. False where the content
    /// comes from a service, which may hold stored tokens rightfully.
    /// </summary>
    public required bool FromCaller { get; init; }

    /// <summary>The fields, by the numbers of the policy's rules.</summary>
    public required FieldTrie Fields { get; init; }

    /// <summary>The rules at which a null is looked at, because some callers are shown one there; all others pass.</summary>
    public IReadOnlySet<short> Nulls { get; init; } = FrozenSet<short>.Empty;

    /// <summary>What becomes of values that no rule names.</summary>
    public UnlistedHandling Unlisted { get; init; } = UnlistedHandling.Pass;

    /// <summary>What is looked for in prose, and in values that no rule names where these are looked through; null for nothing.</summary>
    public Recognition? Recognition { get; init; }

    /// <summary>
    /// Whether a document holds nothing to reveal and nothing to look for, told by a scan of its memory: the policy covers no place in documents, and there is no token. Then it need not even be
    /// well formed: nothing of it is anybody's business here.
    /// </summary>
    internal bool IsSettledBy(ReadOnlySpan<byte> document) =>
        Operation == PlanOperation.Reveal && !Fields.CoversPlaces && Unlisted == UnlistedHandling.Pass && Recognition is null && !TokenSearch.MayHold(document) && !document.Contains((byte)'\\');

    /// <summary>Whether a recognizer outside is asked about a text: names and places have letters.</summary>
    internal bool AsksAbout(ReadOnlySpan<byte> text) => Recognition is { AsksOutside: true } && text.ContainsAny(Letters);

    /// <summary>How much one unit may hold.</summary>
    public ContentLimits Limits { get; init; } = ContentLimits.Default;
}

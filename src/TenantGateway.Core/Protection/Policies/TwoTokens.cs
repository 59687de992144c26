using System.Collections.Immutable;

namespace TenantGateway.Core.Protection.Policies;

/// <summary>
/// How a service is asked for the rows of one value while two lookup generations stand and the value has a token under each of them.
/// </summary>
/// <param name="Way">What the service takes.</param>
public sealed record TwoTokens(TwoTokensWay Way)
{
    /// <summary>Between the tokens of a <see cref="TwoTokensWay.List"/>.</summary>
    public char Separator { get; init; } = ',';

    /// <summary>Set for <see cref="TwoTokensWay.FanOut"/> and for nothing else.</summary>
    public FanOutRule? FanOut { get; init; }
}

/// <summary>What a service takes where one token was.</summary>
public enum TwoTokensWay
{
    /// <summary>The parameter once for each token: <c>email=A&amp;email=B</c> finds rows of either.</summary>
    Repeat,

    /// <summary>One parameter with all tokens: <c>email=A,B</c>.</summary>
    List,

    /// <summary>One token only: the gateway asks once for each and joins the answers.</summary>
    FanOut,
}

/// <summary>What the answers to a search hold, so that several can be joined exactly; whatever else they hold must be the same in all.</summary>
/// <param name="Items">The array of rows; null where it is the whole answer.</param>
/// <param name="Id">What tells rows apart, from a row on: a string or number, the same whichever token the row holds.</param>
/// <param name="Counts">Numbers that tell how many rows the answer holds.</param>
/// <param name="Beside">Further parameters that may stand in the query: filters, which neither page nor sort.</param>
public sealed record FanOutRule(Selector? Items, Selector Id, ImmutableArray<Selector> Counts, ImmutableArray<string> Beside);

using System.Collections.Immutable;

namespace TenantGateway.Core.Protection.Explanations;

/// <summary>What a caller would be given under a policy, class by class, and which rules say so. Holds nothing of the token but what rules look at.</summary>
public sealed record AccessExplanation
{
    public required string Policy { get; init; }

    /// <summary>Who calls the route, and how they prove themselves: a sentence.</summary>
    public required string Entrance { get; init; }

    public required ExplainedCaller Caller { get; init; }

    public required ExplainedPurpose Purpose { get; init; }

    /// <summary>Every class that the policy uses, in its order.</summary>
    public required ImmutableArray<ClassExplanation> Classes { get; init; }
}

/// <param name="Type"><c>person</c> or <c>service</c>; <c>webhook</c> or <c>anonymous</c> where the route asks for no token, and then nothing of a token is told.</param>
/// <param name="Service">The registered name; null for a person.</param>
/// <param name="Client">The application that the token was issued to.</param>
/// <param name="Roles">Of the token.</param>
/// <param name="Scopes">Of the token.</param>
/// <param name="LoginAgeSeconds">Null where there was no login, or the token does not date it.</param>
public sealed record ExplainedCaller(string Type, string? Service, string? Client, ImmutableArray<string> Roles, ImmutableArray<string> Scopes, long? LoginAgeSeconds);

/// <param name="Stated">As the caller would state it.</param>
/// <param name="Accepted">Whether the policy lets this caller state it.</param>
public sealed record ExplainedPurpose(string? Stated, bool Accepted);

/// <param name="Class">The class.</param>
/// <param name="Form">In which form its values are given: <c>clear</c>, <c>mask</c> or <c>handle</c>; <c>withheld</c> from callers without a token.</param>
/// <param name="MayWrite">Whether new values may be sent.</param>
/// <param name="MaySearch">Whether it may be searched by values.</param>
/// <param name="FreshLoginSeconds">The age of a login that would give more and of which the caller is told; null otherwise.</param>
/// <param name="Rules">Every rule of the class, and what becomes of it.</param>
public sealed record ClassExplanation(string Class, string Form, bool MayWrite, bool MaySearch, long? FreshLoginSeconds, ImmutableArray<RuleExplanation> Rules);

/// <param name="Rule">Its place in the policy, such as <c>access.reveal[2]</c>.</param>
/// <param name="Effect">What it does where it applies.</param>
/// <param name="Applies">Whether it applies.</param>
/// <param name="Unmet">The conditions that the caller does not meet, a sentence each.</param>
public sealed record RuleExplanation(string Rule, string Effect, bool Applies, ImmutableArray<string> Unmet);

using System.Collections.Immutable;
using TenantGateway.Core.Access;

namespace TenantGateway.Core.Protection.Policies;

/// <summary>What holds for all values of one class, wherever they stand.</summary>
/// <param name="Class">The class.</param>
public sealed record ClassRule(FieldClass Class)
{
    /// <summary>What is evened out before a searchable token or a pseudonym is made, in this order. Default: nothing.</summary>
    public ImmutableArray<CanonicalStep> Canonical { get; init; } = [];

    /// <summary>What values must be; null for what <see cref="TokenMode"/> takes: text where tokens are equal, anything elsewhere.</summary>
    public ValueKind? Type { get; init; }

    /// <summary>Whether no value may be sent at all (GDPR Article 9).</summary>
    public bool IsForbidden { get; init; }
}

/// <summary>A way to bring spellings of one value to one. None depends on the machine, as Unicode normal forms would: equal values must be equal for years.</summary>
public enum CanonicalStep
{
    /// <summary>Without white space at either end.</summary>
    Trim,

    /// <summary>In lower case (invariant).</summary>
    Lower,

    /// <summary>The digits, and a plus sign in front.</summary>
    Digits,
}

/// <summary>What a value is.</summary>
public enum ValueKind
{
    Text,

    /// <summary>A number of up to 28 digits.</summary>
    Number,

    Boolean,

    /// <summary>A text that is a full-date (RFC 3339 section 5.6).</summary>
    Date,
}

using TenantGateway.Core.Tokens;

namespace TenantGateway.Core.Content;

/// <summary>A value that may have to change.</summary>
/// <param name="Start">Offset of its first byte, the opening quote of a JSON string.</param>
/// <param name="Length">Bytes, both quotes of a JSON string included.</param>
/// <param name="Rule">The rule that covers its place, or <see cref="FieldTrie.NoRule"/>.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Token">The header, where it is a token or handle.</param>
public readonly record struct FieldSpan(int Start, int Length, short Rule, FieldSpanKind Kind, TokenHeader Token)
{
    /// <summary>How it is written there.</summary>
    public SpanCoding Coding { get; init; }

    public int End => Start + Length;
}

public enum FieldSpanKind
{
    /// <summary>A value in the clear at a place that a rule covers.</summary>
    Value,

    /// <summary>A stored token, at any place.</summary>
    StoredToken,

    /// <summary>A handle at a place that a rule covers.</summary>
    Handle,

    /// <summary>A pseudonym at a place that a rule covers, in what a caller sends.</summary>
    Pseudonym,

    /// <summary>Nothing, written out, at a place that a rule covers.</summary>
    Null,
}

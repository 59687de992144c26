using TenantGateway.Core.Tokens;

namespace TenantGateway.Core.Content;

/// <summary>A JSON literal that may have to change.</summary>
/// <param name="Start">Offset of its first byte, the opening quote of a string.</param>
/// <param name="Length">Bytes, both quotes of a string included.</param>
/// <param name="Rule">The rule that covers its place, or <see cref="FieldTrie.NoRule"/>.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Token">The header, where it is a token or handle.</param>
public readonly record struct FieldSpan(int Start, int Length, short Rule, FieldSpanKind Kind, TokenHeader Token);

public enum FieldSpanKind
{
    /// <summary>A value in the clear at a place that a rule covers.</summary>
    Value,

    /// <summary>A stored token, at any place.</summary>
    StoredToken,

    /// <summary>A handle at a place that a rule covers.</summary>
    Handle,
}

using System.Diagnostics.CodeAnalysis;

namespace TenantGateway.Core.Tenants;

/// <summary>
/// The immutable name of a tenant: 2 to 39 characters of <c>[a-z0-9-]</c>, starting with a letter and not ending
/// with a hyphen. It is bound into every token as associated data, so it is never reused and never renamed.
/// </summary>
public readonly record struct TenantId
{
    public const int MaxLength = 39;

    /// <summary>The pseudo-tenant that owns the operator's own audit key. It holds no customer data and takes no traffic.</summary>
    public static readonly TenantId Operator = new("operator");

    private readonly string? _value;

    private TenantId(string value) => _value = value;

    /// <summary>The text of the id. A default instance has none and throws.</summary>
    public string Value => _value ?? throw new InvalidOperationException("A default TenantId names no tenant.");

    public static bool TryParse([NotNullWhen(true)] string? text, out TenantId id)
    {
        id = default;
        if (text is null || text.Length is < 2 or > MaxLength || !char.IsAsciiLetterLower(text[0]) || text[^1] == '-')
        {
            return false;
        }

        foreach (var c in text)
        {
            if (!char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c != '-')
            {
                return false;
            }
        }

        id = new TenantId(text);
        return true;
    }

    public static TenantId Parse(string text) =>
        TryParse(text, out var id) ? id : throw new FormatException("A tenant id is 2 to 39 characters of [a-z0-9-], starting with a letter.");

    public override string ToString() => _value ?? "";
}

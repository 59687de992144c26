using System.Diagnostics.CodeAnalysis;

namespace TenantGateway.Core.Access;

/// <summary>
/// What kind of personal data a field holds: <c>email</c>, <c>name</c>, <c>phone</c>, <c>address</c>, <c>date-of-birth</c>,
/// <c>employment</c>, <c>free-text</c> or one of the operator's own; 1 to 32 characters of <c>[a-z0-9-]</c>, starting with a letter.
/// The class is sealed inside every token and decides, wherever the token turns up, who may see the value.
/// </summary>
public readonly record struct FieldClass
{
    public const int MaxLength = 32;

    private readonly string? _value;

    private FieldClass(string value) => _value = value;

    public string Value => _value ?? throw new InvalidOperationException("A default FieldClass names no class.");

    public static bool TryParse([NotNullWhen(true)] string? text, out FieldClass fieldClass)
    {
        fieldClass = default;
        if (text is null || text.Length is 0 or > MaxLength || !char.IsAsciiLetterLower(text[0]))
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

        fieldClass = new FieldClass(text);
        return true;
    }

    public static FieldClass Parse(string text) =>
        TryParse(text, out var fieldClass) ? fieldClass : throw new FormatException("A field class is 1 to 32 characters of [a-z0-9-], starting with a letter.");

    public override string ToString() => _value ?? "";
}

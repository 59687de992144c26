using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using TenantGateway.Core.Protection.Policies;

namespace TenantGateway.Core.Protection.Canaries;

/// <summary>A value that a field takes.</summary>
/// <param name="Literal">As JSON has it.</param>
/// <param name="Text">As it stands in forms and queries, and what must not remain. Of the two values that booleans have, one remaining tells nothing.</param>
internal sealed record CanaryValue(string Literal, string Text)
{
    /// <param name="field">What takes it.</param>
    /// <param name="number">Makes it another one than those of other rules.</param>
    /// <param name="asNumber">Whether a text would be taken for something else there, where anything is taken.</param>
    public static CanaryValue Of(ProtectedField field, int number, bool asNumber) => (field.Type, asNumber) switch
    {
        _ when field.Shape is { } shape => Shaped(shape.Shape, number),
        (ValueKind.Number, _) or (null, true) => Plain(string.Create(CultureInfo.InvariantCulture, $"7043190{number:D5}")),
        (ValueKind.Boolean, _) => Plain("true"),
        (ValueKind.Date, _) => Quoted(string.Create(CultureInfo.InvariantCulture, $"{7000 + (number % 2000)}-11-{1 + (number / 2000):D2}")),
        _ => Quoted(TextOf(number)),
    };

    /// <summary>A text that nothing else of a policy is spelt like.</summary>
    public static string TextOf(int number) => string.Create(CultureInfo.InvariantCulture, $"canary-7d3f-{number}-5b");

    // With the fewest escapes: what comes back has no others.
    private static CanaryValue Shaped(ValueShape shape, int number)
    {
        var text = shape switch
        {
            ValueShape.Email => $"{TextOf(number)}@canary.example",
            ValueShape.Date => new DateOnly(1800, 1, 1).AddDays(number).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            ValueShape.Phone => string.Create(CultureInfo.InvariantCulture, $"+4930471{number:D4}"),
            _ => throw new UnreachableException(),
        };
        return new CanaryValue($"\"{text}\"", text);
    }

    private static CanaryValue Plain(string literal) => new(literal, literal);

    private static CanaryValue Quoted(string text) => new(JsonSerializer.Serialize(text), text);
}

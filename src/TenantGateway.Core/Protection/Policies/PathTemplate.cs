using System.Collections.Immutable;
using System.Text;

namespace TenantGateway.Core.Protection.Policies;

/// <summary>How a path begins in which one segment is a value: <c>/contacts/{email}</c>, <c>/teams/*/contacts/{email}</c>. What follows makes no difference.</summary>
/// <param name="Text">As written.</param>
/// <param name="Literals">The segments in UTF-8; empty for those that may be anything.</param>
/// <param name="Value">The number of the segment that is the value.</param>
public sealed record PathTemplate(string Text, ImmutableArray<byte[]> Literals, int Value)
{
    public const int MaxSegments = 32;

    /// <summary>The same for every name of the value, and for literals that differ in case only.</summary>
    public string Normalized { get; } = string.Concat(Literals.Select((literal, i) => i == Value ? "/{}" : literal.Length == 0 ? "/*" : $"/{Encoding.UTF8.GetString(literal).ToLowerInvariant()}"));

    /// <returns>Null, or what is wrong as a sentence.</returns>
    public static string? TryParse(string text, out PathTemplate? template)
    {
        template = null;
        var segments = text[1..].Split('/');
        if (segments.Length > MaxSegments) return $"The template has more than {MaxSegments} segments.";
        if (segments.Count(IsValue) != 1) return "A template has one value in braces: one segment and no more.";
        if (segments.Any(segment => segment.Trim(' ', '.').Length == 0)) return "A segment of dots is refused in traffic and never matches.";
        template = new PathTemplate(
            text, [.. segments.Select(segment => IsValue(segment) || segment == "*" ? [] : Encoding.UTF8.GetBytes(segment))], Array.FindIndex(segments, IsValue));
        return null;
    }

    private static bool IsValue(string segment) => segment is ['{', ..];
}

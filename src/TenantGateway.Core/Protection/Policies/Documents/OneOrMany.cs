using System.Collections.Immutable;

namespace TenantGateway.Core.Protection.Policies.Documents;

/// <summary>A text, or an array of texts; what was no text is null, so that every other keeps its place.</summary>
internal sealed record OneOrMany(ImmutableArray<string?> Texts, bool IsArray)
{
    public static readonly OneOrMany None = new([], IsArray: true);

    /// <summary>The texts with the place where each is written.</summary>
    public IEnumerable<(string Text, JsonLocation At)> Placed(JsonLocation at)
    {
        for (var i = 0; i < Texts.Length; i++)
        {
            if (Texts[i] is { } text) yield return (text, IsArray ? at.Element(i) : at);
        }
    }
}

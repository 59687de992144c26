using System.Collections.Frozen;
using System.Collections.Immutable;
using TenantGateway.Core.Detection;

namespace TenantGateway.Core.Content;

/// <summary>What a scan looks for in prose and in values that no rule names, and under which rules it goes on.</summary>
/// <param name="kinds">The rule of each <see cref="PersonalDataKind"/>, by its number; <see cref="FieldTrie.NoRule"/> where it is not looked for.</param>
/// <param name="freeText">The rule of a text that holds something and cannot be taken apart.</param>
/// <param name="entities">The rules of what a recognizer outside finds, by its names; empty where none is asked.</param>
/// <param name="refuses">Whether what holds something is refused.</param>
public sealed class Recognition(ImmutableArray<short> kinds, short freeText, FrozenDictionary<string, short> entities, bool refuses)
{
    public short FreeText => freeText;

    public bool Refuses => refuses;

    /// <summary>Whether a recognizer outside is asked about texts.</summary>
    public bool AsksOutside => entities.Count > 0;

    public short RuleOf(PersonalDataKind kind) => kinds[(int)kind];

    public short RuleOf(string entity) => entities.TryGetValue(entity, out var rule) ? rule : FieldTrie.NoRule;
}

using System.Collections.Immutable;
using TenantGateway.Core.Detection;

namespace TenantGateway.Core.Content;

/// <summary>What a scan looks for in prose and in values that no rule names, and under which rules it goes on.</summary>
/// <param name="rules">The rule of each <see cref="PersonalDataKind"/>, by its number; <see cref="FieldTrie.NoRule"/> where it is not looked for.</param>
/// <param name="freeText">The rule of a text that holds something and cannot be taken apart.</param>
/// <param name="refuses">Whether what holds something is refused.</param>
public sealed class Recognition(ImmutableArray<short> rules, short freeText, bool refuses)
{
    public short FreeText => freeText;

    public bool Refuses => refuses;

    public short RuleOf(PersonalDataKind kind) => rules[(int)kind];
}

using System.Collections.Frozen;
using System.Diagnostics;
using TenantGateway.Core.Protection.Policies.Documents;

namespace TenantGateway.Core.Protection.Policies.Reading;

/// <summary>Classes with so few likely values that whoever may search can try them all.</summary>
internal static class GuessableClasses
{
    private static readonly FrozenSet<string> Names = ["name", "date-of-birth"];

    /// <summary>Sees to it that a reason stands where one is needed, and nowhere else.</summary>
    public static void Check(ProblemLog log, string? fieldClass, FieldProtection? protection, string? reason, JsonLocation at)
    {
        if (fieldClass is null || protection is null || log.Names(at)) return;

        var needed = protection is FieldProtection.Searchable or FieldProtection.Pseudonym && Names.Contains(fieldClass);
        if (needed && reason is null)
        {
            log.Report(at, $"Values of class {fieldClass} are easily guessed: with equal tokens or pseudonyms, whoever may search or write can try them.",
                "Make the field randomised, or write here why that is acceptable.");
        }
        else if (!needed && reason is not null)
        {
            log.Report(at, "The field has no equal tokens or pseudonyms, or its class is not a guessable one: there is nothing to accept.", "Remove the property.");
        }
    }

    public static TokenMode Mode(this FieldProtection protection) => protection switch
    {
        FieldProtection.Randomised => TokenMode.Randomised,
        FieldProtection.Searchable => TokenMode.Deterministic,
        FieldProtection.Pseudonym => TokenMode.Pseudonym,
        FieldProtection.Removed => TokenMode.Removed,
        _ => throw new UnreachableException(),
    };
}

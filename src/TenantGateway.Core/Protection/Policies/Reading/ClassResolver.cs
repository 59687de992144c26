using System.Collections.Immutable;
using TenantGateway.Core.Access;
using TenantGateway.Core.Protection.Policies.Documents;

namespace TenantGateway.Core.Protection.Policies.Reading;

/// <summary>Makes rules of classes, and refuses those that nothing would come of.</summary>
internal sealed class ClassResolver(ProblemLog log, KnownClasses classes)
{
    public ImmutableArray<ClassRule> Resolve(ClassDocument?[] documents)
    {
        var rules = ImmutableArray.CreateBuilder<ClassRule>();
        for (var i = 0; i < documents.Length; i++)
        {
            if (documents[i] is not { Class: { } name } document) continue;
            var at = JsonLocation.Root.Member("classes").Element(i);
            Check(name, document, rules, at);
            rules.Add(new ClassRule(FieldClass.Parse(name))
            {
                IsForbidden = document.Forbidden ?? false,
                Type = document.Type,
                Canonical = [.. (document.Canonical ?? []).OfType<CanonicalStep>()],
            });
        }

        return rules.ToImmutable();
    }

    private void Check(string name, ClassDocument document, IEnumerable<ClassRule> earlier, JsonLocation at)
    {
        var isEvenedOut = document.Canonical is { Length: > 0 };
        if (earlier.Any(rule => rule.Class.Value == name)) log.Report(at.Member("class"), "The class occurs twice.", "Keep one entry.");
        else if (!classes.MayBeUsed(name)) log.Report(at.Member("class"), "No field of this policy holds this class.", "Name a class that a field, parameter or form field has.");
        else if (document.Forbidden == true && (isEvenedOut || document.Type is not null)) log.Report(at.Member("forbidden"), "No value of a forbidden class is ever taken, so nothing else holds for it.", "Remove the other properties, or do not forbid the class.");
        else if (isEvenedOut && document.Type is not (null or ValueKind.Text)) log.Report(at.Member("canonical"), "Only texts are evened out.", "Remove the property, or the type.");
        else if (isEvenedOut && !classes.MayBeCompared(name)) log.Report(at.Member("canonical"), "No field of the class is searchable or a pseudonym, so nothing is compared.", "Remove the property.");
    }
}

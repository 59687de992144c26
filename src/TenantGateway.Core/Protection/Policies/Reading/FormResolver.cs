using System.Collections.Immutable;
using TenantGateway.Core.Access;
using TenantGateway.Core.Protection.Policies.Documents;

namespace TenantGateway.Core.Protection.Policies.Reading;

/// <summary>Makes one rule of each name of a form field, and refuses names that services could take for one another.</summary>
internal sealed class FormResolver(ProblemLog log)
{
    /// <summary>A policy with more names than this is refused: each name of a form is compared with all of them.</summary>
    public const int MaxNames = 200;

    public ImmutableArray<FormRule> Resolve(FormDocument?[] documents)
    {
        var rules = ImmutableArray.CreateBuilder<FormRule>();
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < documents.Length; i++)
        {
            if (documents[i] is not { } document) continue;
            var at = JsonLocation.Root.Member("form").Element(i);
            GuessableClasses.Check(log, document.Class, document.Protection, document.AcceptGuessable, at.Member("acceptGuessable"));
            foreach (var (name, place) in document.Field?.Placed(at.Member("field")) ?? [])
            {
                if (!names.Add(name)) log.Report(place, "The field occurs twice, or differs from another only in case.", "Keep one of them; services read names both ways.");
                if (document is { Class: { } text, Protection: { } protection }) rules.Add(new FormRule(name, FieldClass.Parse(text), protection.Mode()) { Shape = ShapeResolver.RuleOf(document.Shape, document.Unfit) });
            }
        }

        if (names.Count > MaxNames) log.Report(JsonLocation.Root.Member("form"), $"The policy names more than {MaxNames} fields of forms.", "Split the policy.");
        return rules.ToImmutable();
    }
}

using System.Collections.Immutable;
using TenantGateway.Core.Access;
using TenantGateway.Core.Protection.Policies.Documents;

namespace TenantGateway.Core.Protection.Policies.Reading;

/// <summary>Makes one field rule of each path, and sees to it that for every value one rule decides.</summary>
internal sealed class FieldResolver(ProblemLog log)
{
    /// <summary>A policy with more paths than this is refused: they are compared pair by pair.</summary>
    public const int MaxPaths = 1000;

    /// <summary>What a path may be made of, for whoever wrote another.</summary>
    public const string Selectable = "Write names, wildcards, indices, slices and .. only, such as $.items[*].email, $['date-of-birth'] or $..email.";

    private readonly List<PlacedPath> _paths = [];

    public ImmutableArray<FieldRule> Resolve(FieldDocument?[] documents)
    {
        for (var i = 0; i < documents.Length; i++)
        {
            if (documents[i] is { } field) Add(field, JsonLocation.Root.Member("fields").Element(i));
        }

        if (_paths.Count > MaxPaths) log.Report(JsonLocation.Root.Member("fields"), $"The policy selects more than {MaxPaths} paths.", "Use wildcards or .., or split the policy.");
        else new PathConflicts(log).Check(_paths);
        return [.. _paths.Where(path => path.Field.Class is not null && path.Field.Protection is not null).Select(ToRule)];
    }

    private void Add(FieldDocument field, JsonLocation at)
    {
        GuessableClasses.Check(log, field.Class, field.Protection, field.AcceptGuessable, at.Member("acceptGuessable"));
        foreach (var (text, place) in field.Select?.Placed(at.Member("select")) ?? [])
        {
            if (Selector.TryParse(text, out var selector, out var problem)) _paths.Add(new PlacedPath(place, selector, field));
            else log.Report(place, problem, Selectable);
        }
    }

    private static FieldRule ToRule(PlacedPath path) => new()
    {
        Selector = path.Selector,
        Class = FieldClass.Parse(path.Field.Class!), // both were looked at above
        Mode = path.Field.Protection!.Value.Mode(),
        Shape = ShapeResolver.RuleOf(path.Field.Shape, path.Field.Unfit),
    };
}

/// <summary>A path of a field rule, and where it is written.</summary>
internal sealed record PlacedPath(JsonLocation At, Selector Selector, FieldDocument Field);

using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Diagnostics;
using TenantGateway.Core.Access;
using TenantGateway.Core.Protection.Policies.Documents;

namespace TenantGateway.Core.Protection.Policies.Reading;

/// <summary>Makes one field rule of each path, and sees to it that for every value one rule decides.</summary>
internal sealed class FieldResolver(ProblemLog log)
{
    /// <summary>A policy with more paths than this is refused: they are compared pair by pair.</summary>
    public const int MaxPaths = 1000;

    /// <summary>Classes with so few likely values that whoever may search can try them all.</summary>
    private static readonly FrozenSet<string> Guessable = ["name", "date-of-birth"];

    private readonly List<PlacedPath> _paths = [];

    public ImmutableArray<FieldRule> Resolve(FieldDocument?[] documents)
    {
        for (var i = 0; i < documents.Length; i++)
        {
            if (documents[i] is { } field) Add(field, JsonLocation.Root.Member("fields").Element(i));
        }

        if (_paths.Count > MaxPaths) log.Report(JsonLocation.Root.Member("fields"), $"The policy selects more than {MaxPaths} paths.", "Use wildcards, or split the policy.");
        else new PathConflicts(log).Check(_paths);
        return [.. _paths.Where(path => path.Field.Class is not null && path.Field.Protection is not null).Select(ToRule)];
    }

    private void Add(FieldDocument field, JsonLocation at)
    {
        CheckGuessable(field, at.Member("acceptGuessable"));
        foreach (var (text, place) in field.Select?.Placed(at.Member("select")) ?? [])
        {
            if (Selector.TryParse(text, out var selector, out var problem)) _paths.Add(new PlacedPath(place, selector, field));
            else log.Report(place, problem, "Write names and wildcards only, such as $.items[*].email or $['date-of-birth'].");
        }
    }

    private void CheckGuessable(FieldDocument field, JsonLocation at)
    {
        if (field.Class is null || field.Protection is null || log.Names(at)) return;

        var needed = field.Protection == FieldProtection.Searchable && Guessable.Contains(field.Class);
        if (needed && field.AcceptGuessable is null)
        {
            log.Report(at, $"Values of class {field.Class} are easily guessed: with equal tokens, whoever may search can try them.",
                "Make the field randomised, or write here why that is acceptable.");
        }
        else if (!needed && field.AcceptGuessable is not null)
        {
            log.Report(at, "The field is not searchable, or its class is not a guessable one: there is nothing to accept.", "Remove the property.");
        }
    }

    private static FieldRule ToRule(PlacedPath path) => new()
    {
        Selector = path.Selector,
        Class = FieldClass.Parse(path.Field.Class!), // both were looked at above
        Mode = path.Field.Protection!.Value switch
        {
            FieldProtection.Randomised => TokenMode.Randomised,
            FieldProtection.Searchable => TokenMode.Deterministic,
            _ => throw new UnreachableException(),
        },
    };
}

/// <summary>A path of a field rule, and where it is written.</summary>
internal sealed record PlacedPath(JsonLocation At, Selector Selector, FieldDocument Field);

using System.Collections.Frozen;
using System.Collections.Immutable;
using TenantGateway.Core.Protection.Policies.Documents;

namespace TenantGateway.Core.Protection.Policies.Reading;

/// <summary>Refuses shapes where a value could not come back out of them, where a search would find half, and where nobody has said that nothing authenticates them.</summary>
internal sealed class ShapeResolver(ProblemLog log, PolicyDocument document)
{
    // The well-known classes that have a shape, and those that have none; own classes may have any.
    private static readonly FrozenDictionary<string, ValueShape?> WellKnown = new Dictionary<string, ValueShape?>
    {
        ["email"] = ValueShape.Email,
        ["phone"] = ValueShape.Phone,
        ["date-of-birth"] = ValueShape.Date,
        ["name"] = null,
        ["address"] = null,
        ["employment"] = null,
        ["free-text"] = null,
        ["payment-card"] = null,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static ShapeRule? RuleOf(ValueShape? shape, UnfitValue? unfit) => shape is { } known ? new ShapeRule(known, unfit ?? UnfitValue.Refuse) : null;

    /// <summary>Looks at all fields.</summary>
    /// <param name="texts">The paths of prose.</param>
    public void Check(ImmutableArray<Selector> texts)
    {
        Stored[] fields = [.. Stores()];
        foreach (var field in fields)
        {
            if (field.Shape is { } shape) CheckShape(field, shape);
            else CheckAbsence(field);
        }

        for (var i = 0; i < (document.Fields?.Length ?? 0); i++)
        {
            if (document.Fields?[i] is { Shape: ValueShape.Date or ValueShape.Phone } field) CheckProse(field, texts, At("fields", i));
        }

        foreach (var known in fields.Where(field => field is { Class: not null, Protection: FieldProtection.Searchable }).GroupBy(field => field.Class)) CheckAlike([.. known]);
    }

    private static JsonLocation At(string property, int index) => JsonLocation.Root.Member(property).Element(index);

    private void CheckShape(Stored field, ValueShape shape)
    {
        var at = field.At.Member("shape");
        if (field.Protection is not (FieldProtection.Searchable or null))
            log.Report(at, "Equal values have equal shapes, and what has a shape comes back: no other protection can have one.", "Write \"protection\": \"searchable\", or remove the shape.");
        if (field.Class is { } name && WellKnown.TryGetValue(name, out var own) && own != shape)
            log.Report(at, $"Values of class {name} are not written so.", own is null ? "Remove the shape: the class has none." : $"Write \"{DocumentShape.Word(own)}\", or name a class of your own.");
        if (ClassOf(field.Class) is { } known) CheckClass(known, shape, at);
        CheckReason(field, shape);
    }

    private void CheckClass(ClassDocument known, ValueShape shape, JsonLocation at)
    {
        if (known.Forbidden == true) log.Report(at, "No value of the class is taken, so there is none to have a shape.", "Remove the shape, or do not forbid the class.");
        else if (known.Type is not (null or ValueKind.Text) && !(known.Type == ValueKind.Date && shape == ValueShape.Date))
            log.Report(at, $"The class is declared as {DocumentShape.Word(known.Type)}, and the shape is another text.", "Remove the shape, or the type of the class.");
        else if (shape != ValueShape.Phone && known.Canonical is { } steps && steps.Contains(CanonicalStep.Digits))
            log.Report(at, "The class is evened out to digits, which no value of that format is.", "Remove the step from canonical, or the shape.");
    }

    private void CheckReason(Stored field, ValueShape shape)
    {
        var at = field.At.Member("allowUnauthenticated");
        if (log.Names(at)) return;
        if (shape != ValueShape.Email && field.Reason is null)
            log.Report(at, $"Nothing authenticates a {DocumentShape.Word(shape)} in its shape: one that was altered, or is of another key, mostly gives another value that looks right.", "Store tokens, or write here why that is acceptable.");
        else if (shape == ValueShape.Email && field.Reason is not null)
            log.Report(at, "Email shapes are authenticated: there is nothing to allow.", "Remove the property.");
    }

    private void CheckAbsence(Stored field)
    {
        if (log.Names(field.At.Member("shape"))) return;
        foreach (var (name, isThere) in new[] { ("unfit", field.Unfit is not null), ("allowUnauthenticated", field.Reason is not null) })
        {
            if (isThere) log.Report(field.At.Member(name), "The property belongs to a shape, and the field has none.", "Remove it, or name the shape.");
        }
    }

    // In prose nothing finds them again.
    private void CheckProse(FieldDocument field, ImmutableArray<Selector> texts, JsonLocation at)
    {
        foreach (var (text, _) in field.Select?.Placed(at.Member("select")) ?? [])
        {
            if (!Selector.TryParse(text, out var path, out var _) || !texts.Any(prose => prose.LeadsTo(path) || path.LeadsTo(prose))) continue;
            log.Report(at.Member("shape"), $"The path {text} meets one of prose (texts), where nothing tells such a shape from a value.", "Remove the shape, or the path under texts.");
        }
    }

    private void CheckAlike(ImmutableArray<Stored> alike)
    {
        if (alike.FirstOrDefault(field => field.Shape is not null) is not { } first) return;
        var wanted = RuleOf(first.Shape, first.Unfit);
        foreach (var other in alike.Where(other => RuleOf(other.Shape, other.Unfit) != wanted && !log.Names(other.At.Member("shape"))))
            log.Report(other.At.Member("shape"), $"Another searchable field of class {other.Class} is stored in another shape, or makes something else of what does not fit, so a search would find half.", $"Write what {first.At.Text} has, or use a class of its own.");
    }

    private ClassDocument? ClassOf(string? name) => document.Classes?.FirstOrDefault(rule => rule?.Class is { } known && known == name);

    private IEnumerable<Stored> Stores() =>
        Placed("fields", document.Fields, (field, at) => new Stored(at, field.Class, field.Protection, field.Shape, field.Unfit, field.AllowUnauthenticated))
            .Concat(Placed("form", document.Form, (field, at) => new Stored(at, field.Class, field.Protection, field.Shape, field.Unfit, field.AllowUnauthenticated)))
            .Concat(Placed("headers", document.Headers, (header, at) => new Stored(at, header.Class, header.Protection, null, null, null)))
            .Concat(Placed("cookies", document.Cookies, (cookie, at) => new Stored(at, cookie.Class, cookie.Protection, null, null, null)));

    private static IEnumerable<Stored> Placed<TDocument>(string property, TDocument?[]? documents, Func<TDocument, JsonLocation, Stored> make)
        where TDocument : class =>
        (documents ?? []).Select((document, i) => document is null ? null : make(document, At(property, i))).OfType<Stored>();

    private sealed record Stored(JsonLocation At, string? Class, FieldProtection? Protection, ValueShape? Shape, UnfitValue? Unfit, string? Reason);
}

using System.Collections.Immutable;
using TenantGateway.Core.Access;
using TenantGateway.Core.Protection.Policies.Documents;

namespace TenantGateway.Core.Protection.Policies.Reading;

/// <summary>Reads what becomes of values that no rule names, and refuses what would have no effect.</summary>
internal sealed class RecognitionResolver(ProblemLog log, PolicyDocument document)
{
    public const int MaxPlain = 500;

    /// <summary>As the mode has it where the policy does not say.</summary>
    public static UnlistedHandling UnlistedOf(PolicyDocument document) =>
        document.Unlisted ?? (document.Mode == PolicyMode.Enforce ? UnlistedHandling.Scan : UnlistedHandling.Pass);

    /// <summary>Whether anything is looked for.</summary>
    public static bool Recognizes(PolicyDocument document) => document.Recognition is not null || UnlistedOf(document) == UnlistedHandling.Scan;

    public UnlistedHandling ResolveUnlisted()
    {
        var (unlisted, at) = (UnlistedOf(document), JsonLocation.Root.Member("unlisted"));
        if (document.Mode == PolicyMode.Protect && unlisted != UnlistedHandling.Pass) log.Report(at, "Mode protect lets pass what no rule names.", "Write \"mode\": \"enforce\", or remove the property.");
        if (document.Mode == PolicyMode.Enforce && unlisted == UnlistedHandling.Pass) log.Report(at, "Mode enforce lets nothing pass that no rule names.", "Write scan or refuse, or name what passes under plain.");
        return unlisted;
    }

    public RecognitionRule? ResolveRecognition()
    {
        if (document.Recognition is { } recognition && UnlistedOf(document) != UnlistedHandling.Scan && document.Texts is { Texts.Length: 0 })
            log.Report(JsonLocation.Root.Member("recognition"), "Nothing is looked through: there are no texts, and unlisted values are not scanned.", "Name texts, write \"mode\": \"enforce\", or remove the property.");
        if (!Recognizes(document)) return null;
        RecognizedKind[] kinds = [.. (document.Recognition?.Kinds ?? [.. RecognitionRule.Default.Kinds]).OfType<RecognizedKind>()];
        if (kinds.Distinct().Count() < kinds.Length) log.Report(JsonLocation.Root.Member("recognition").Member("kinds"), "A kind stands there twice.", "Keep one of them.");
        return new RecognitionRule([.. kinds], document.Recognition?.Found ?? FoundHandling.Protect) { Recognizer = ResolveRecognizer(document.Recognition?.Recognizer) };
    }

    private RecognizerRule? ResolveRecognizer(RecognizerDocument? recognizer)
    {
        if (recognizer is null) return null;
        var entities = new Dictionary<string, EntityRule>(StringComparer.Ordinal);
        for (var i = 0; i < recognizer.Entities?.Length; i++)
        {
            if (recognizer.Entities[i] is not { Entity: { } entity, Class: { } name }) continue;
            if (!entities.TryAdd(entity, new EntityRule(entity, FieldClass.Parse(name))))
                log.Report(JsonLocation.Root.Member("recognition").Member("recognizer").Member("entities").Element(i).Member("entity"), "The entity stands there already.", "Keep one of them.");
        }

        if (document.Callers?.WithoutToken() is not null)
            log.Report(JsonLocation.Root.Member("recognition").Member("recognizer"), "Callers without a token would keep the recognizer busy.", "Remove the property, or take callers with a token.");
        return recognizer is { Name: { } known, Language: { } language, MinScore: { } score } ? new RecognizerRule(known, language, score, [.. entities.Values]) : null;
    }

    public PlainRule ResolvePlain()
    {
        if (document.Plain is not { } plain) return PlainRule.None;
        var at = JsonLocation.Root.Member("plain");
        if (UnlistedOf(document) == UnlistedHandling.Pass) log.Report(at, "Everything passes that no rule names.", "Write \"mode\": \"enforce\", or remove the property.");
        return new PlainRule(
            PathsOf(plain.Select ?? OneOrMany.None, at.Member("select")),
            NamesOf(plain.Query ?? OneOrMany.None, (document.Query ?? []).Select(rule => rule?.Parameter), at.Member("query")),
            NamesOf(plain.Form ?? OneOrMany.None, (document.Form ?? []).SelectMany(rule => (rule?.Field ?? OneOrMany.None).Texts), at.Member("form")));
    }

    private ImmutableArray<Selector> PathsOf(OneOrMany paths, JsonLocation at)
    {
        var selectors = new Dictionary<string, Selector>(StringComparer.Ordinal);
        foreach (var (text, place) in paths.Placed(at))
        {
            if (!Selector.TryParse(text, out var selector, out var problem)) log.Report(place, problem, FieldResolver.Selectable);
            else if (!selectors.TryAdd(selector.Normalized, selector)) log.Report(place, "The same path stands there already.", "Keep one of them.");
        }

        if (selectors.Count > MaxPlain) log.Report(at, $"There are more than {MaxPlain} paths.", "Use wildcards, or split the policy.");
        return [.. selectors.Values];
    }

    private ImmutableArray<string> NamesOf(OneOrMany names, IEnumerable<string?> ruled, JsonLocation at)
    {
        var taken = ruled.OfType<string>().ToHashSet(StringComparer.OrdinalIgnoreCase);
        var known = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, place) in names.Placed(at))
        {
            if (taken.Contains(name)) log.Report(place, "A rule of this policy names it, or differs from it only in case.", "Remove the entry.");
            else if (!known.Add(name)) log.Report(place, "The name stands there already, or differs from another only in case.", "Keep one of them.");
        }

        if (known.Count > MaxPlain) log.Report(at, $"There are more than {MaxPlain} names.", "Split the policy.");
        return [.. known];
    }
}

using System.Collections.Immutable;
using TenantGateway.Core.Access;
using TenantGateway.Core.Content;
using TenantGateway.Core.Protection.Policies.Documents;

namespace TenantGateway.Core.Protection.Policies.Reading;

/// <summary>Makes the rules of values in paths, headers and cookies, and refuses those that would hand on what is never a service's, or find half of what there is.</summary>
internal sealed class ValueResolver(ProblemLog log, KnownClasses classes)
{
    /// <summary>More rules of one kind than this are refused: each is looked for in every request.</summary>
    public const int MaxRules = 32;

    private static readonly JsonLocation Root = JsonLocation.Root;

    public ImmutableArray<PathRule> ResolvePath(PathDocument?[] documents)
    {
        var rules = ImmutableArray.CreateBuilder<PathRule>();
        for (var i = 0; i < documents.Length; i++)
        {
            if (documents[i] is not { } document) continue;
            var at = Root.Member("path").Element(i);
            CheckSearchable(document.Class, at);
            var twoTokens = ResolveTwoTokens(document.TwoTokens, document.Separator, at);
            if (document is not { Template: { } text, Class: { } fieldClass }) continue;
            var problem = PathTemplate.TryParse(text, out var template);
            if (problem is not null) log.Report(at.Member("template"), problem, Patterns.TemplateRemedy);
            if (template is null) continue;
            if (rules.Any(other => Meet(other.Template, template))) log.Report(at.Member("template"), "Another template covers the same segment of the same path.", "Keep one of them, or spell out where they differ.");
            rules.Add(new PathRule(template, FieldClass.Parse(fieldClass)) { TwoTokens = twoTokens });
        }

        CheckCount(documents.Length, "path");
        return rules.ToImmutable();
    }

    public ImmutableArray<HeaderRule> ResolveHeaders(HeaderDocument?[] documents)
    {
        var rules = ImmutableArray.CreateBuilder<HeaderRule>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < documents.Length; i++)
        {
            if (documents[i] is not { } document) continue;
            var at = Root.Member("headers").Element(i);
            CheckHeader(document.Header, names, at.Member("header"));
            CheckUse(document, at);
            var twoTokens = ResolveTwoTokens(document.TwoTokens, document.Separator, at);
            var protection = document.Use == ValueUse.Search ? FieldProtection.Searchable : document.Protection ?? FieldProtection.Randomised;
            if (document is { Header: { } name, Class: { } fieldClass, Use: { } use, Encoding: { } encoding })
                rules.Add(new HeaderRule(name, FieldClass.Parse(fieldClass), protection.Mode(), use, encoding) { TwoTokens = twoTokens });
        }

        CheckCount(documents.Length, "headers");
        return rules.ToImmutable();
    }

    public ImmutableArray<CookieRule> ResolveCookies(CookieDocument?[] documents)
    {
        var rules = ImmutableArray.CreateBuilder<CookieRule>();
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < documents.Length; i++)
        {
            if (documents[i] is not { } document) continue;
            var at = Root.Member("cookies").Element(i);
            if (document.Cookie is { } name && !names.Add(name)) log.Report(at.Member("cookie"), "The cookie occurs twice, or differs from another only in case.", "Keep one of them; services read names both ways.");
            GuessableClasses.Check(log, document.Class, document.Protection, document.AcceptGuessable, at.Member("acceptGuessable"));
            if (document is { Cookie: { } cookie, Class: { } fieldClass, Protection: { } protection, Encoding: { } encoding })
                rules.Add(new CookieRule(cookie, FieldClass.Parse(fieldClass), protection.Mode(), encoding));
        }

        CheckCount(documents.Length, "cookies");
        return rules.ToImmutable();
    }

    /// <summary>Only what protects requests looks at these values, and only for callers whose rights are known.</summary>
    public void CheckDirection(PolicyDocument document)
    {
        foreach (var (name, isThere) in new[] { ("path", document.Path is { Length: > 0 }), ("headers", document.Headers is { Length: > 0 }), ("cookies", document.Cookies is { Length: > 0 }) })
        {
            if (!isThere) continue;
            if (document.Request is PlanOperation.Reveal) log.Report(Root.Member(name), "The policy reveals requests, and nothing is revealed into URLs and headers.", "Remove the property, or protect requests (\"request\": \"protect\").");
            else if (document.Callers?.WithoutToken() is not null) log.Report(Root.Member(name), "The property belongs to routes whose callers have a token.", "Remove it, or take the value in the body.");
        }
    }

    // Both cover one segment, and neither spells it out for the other.
    private static bool Meet(PathTemplate a, PathTemplate b)
    {
        if (a.Value != b.Value) return false;
        for (var i = 0; i < Math.Min(a.Literals.Length, b.Literals.Length); i++)
        {
            if (a.Literals[i].Length > 0 && b.Literals[i].Length > 0 && !CaseFolding.AreEqual(a.Literals[i], b.Literals[i])) return false;
        }

        return true;
    }

    private void CheckSearchable(string? fieldClass, JsonLocation at)
    {
        if (fieldClass is null || classes.MayBeCompared(fieldClass)) return;
        log.Report(at.Member("class"), "No searchable field of this policy holds this class, so a search would find nothing.", "Make the field searchable (\"protection\": \"searchable\"), or remove the rule.");
    }

    private void CheckHeader(string? name, HashSet<string> names, JsonLocation at)
    {
        if (name is null) return;
        if (ReservedHeaders.IsNeverForwarded(name)) log.Report(at, "The header is a credential, belongs to the connection or names an identity, and never reaches a service.", "Have callers send the value in another header.");
        else if (ReservedHeaders.HasMeaning(name)) log.Report(at, "The header has a meaning of its own.", "Have callers send the value in another header.");
        else if (!names.Add(ReservedHeaders.Fold(name))) log.Report(at, "The header occurs twice, or differs from another only in what servers do not tell apart.", "Keep one of them.");
    }

    private void CheckUse(HeaderDocument document, JsonLocation at)
    {
        if (document.Use == ValueUse.Search)
        {
            CheckSearchable(document.Class, at);
            if (document.Protection is not null) log.Report(at.Member("protection"), "What is searched by is always searchable.", "Remove the property.");
            if (document.AcceptGuessable is not null) log.Report(at.Member("acceptGuessable"), "The field of the class says why that is acceptable.", "Remove the property.");
            return;
        }

        if (!log.Names(at.Member("protection"))) GuessableClasses.Check(log, document.Class, document.Protection ?? FieldProtection.Randomised, document.AcceptGuessable, at.Member("acceptGuessable"));
        if (document.TwoTokens is not null) log.Report(at.Member("twoTokens"), "The property belongs to \"use\": \"search\".", "Remove it, or say so.");
    }

    private TwoTokens? ResolveTwoTokens(TwoTokensWay? way, string? separator, JsonLocation at)
    {
        if (way is not TwoTokensWay.List && separator is not ("," or null)) log.Report(at.Member("separator"), "The property belongs to \"twoTokens\": \"list\".", "Remove it, or say so.");
        if (way is TwoTokensWay.Repeat or TwoTokensWay.FanOut) log.Report(at.Member("twoTokens"), "A path or header names one place once: it can neither be repeated nor asked for twice.", "Write \"list\" if the service takes both tokens there, or remove the property; take the parameter into the query otherwise.");
        return way is TwoTokensWay.List ? new TwoTokens(TwoTokensWay.List) { Separator = separator is [var one] ? one : ',' } : null;
    }

    private void CheckCount(int rules, string property)
    {
        if (rules > MaxRules) log.Report(Root.Member(property), $"The policy has more than {MaxRules} of them.", "Split the policy.");
    }
}

using System.Collections.Immutable;
using TenantGateway.Core.Content;
using TenantGateway.Core.Protection.Policies.Documents;

namespace TenantGateway.Core.Protection.Policies.Reading;

/// <summary>Makes a policy of a document, or reports why its rules cannot stand together.</summary>
internal sealed class PolicyResolver(ProblemLog log)
{
    public Policy? Resolve(PolicyDocument document)
    {
        CheckPurpose(document);
        CheckMode(document);
        var fields = new FieldResolver(log).Resolve(document.Fields ?? []);
        var opaque = new OpaqueResolver(log).Resolve(document.Opaque ?? [], hasFields: document is not { Fields: [], Form: [] });
        var carriers = new CarrierResolver(log, document);
        var (streams, files) = (carriers.ResolveStreams(), carriers.ResolveFiles());
        var embedded = new EmbeddedResolver(log).Resolve(document.Embedded ?? OneOrMany.None);
        var texts = new TextResolver(log, embedded).Resolve(document.Texts ?? OneOrMany.None);
        var form = new FormResolver(log).Resolve(document.Form ?? []);
        carriers.CheckOpaque(opaque);
        var recognition = new RecognitionResolver(log, document);
        var (unlisted, recognized, plain) = (recognition.ResolveUnlisted(), recognition.ResolveRecognition(), recognition.ResolvePlain());
        CheckSelectors(fields, embedded, texts, plain.Paths);
        var classes = KnownClasses.Of(document);
        var classRules = new ClassResolver(log, classes).Resolve(document.Classes ?? []);
        new ShapeResolver(log, document).Check(texts);
        CheckQuery(document);
        if (document.Caching == AnswerCaching.Opaque && opaque.IsEmpty) log.Report(JsonLocation.Root.Member("caching"), "Nothing is opaque, so no answer may be kept.", "Remove the property.");
        var signature = new OpenRouteResolver(log, document).Resolve();
        var query = new QueryResolver(log, classes, fields).Resolve(document.Query ?? []);
        var values = new ValueResolver(log, classes);
        var (path, headers, cookies) = (values.ResolvePath(document.Path ?? []), values.ResolveHeaders(document.Headers ?? []), values.ResolveCookies(document.Cookies ?? []));
        values.CheckDirection(document);
        var resolver = new AccessResolver(log, classes, document.Callers?.WithoutToken());
        var access = resolver.Resolve(document.Access ?? new AccessDocument());
        var identifying = resolver.ResolveClasses(document.Identifying ?? [], JsonLocation.Root.Member("identifying"));
        if (!log.IsEmpty) return null;

        // :: Nothing was reported, so nothing that is needed is null
        return new Policy
        {
            Name = document.Name!,
            Request = document.Request!.Value,
            Response = document.Response!.Value,
            Mode = document.Mode!.Value,
            Callers = document.Callers!.Value,
            Signature = signature,
            MaxBodyBytes = document.MaxBodyBytes,
            Fields = fields,
            Query = query,
            Access = access,
            Identifying = identifying,
            Opaque = opaque,
            Embedded = embedded,
            Caching = document.Caching ?? AnswerCaching.None,
            Classes = classRules,
            Texts = texts,
            Unlisted = unlisted,
            Recognition = recognized,
            Plain = plain,
            Form = form,
            Files = files,
            Streams = streams,
            Path = path,
            Headers = headers,
            Cookies = cookies,
        };
    }

    // What is compiled here is compiled again where it is used; whoever writes a policy learns of a bound before that.
    private void CheckSelectors(ImmutableArray<FieldRule> fields, ImmutableArray<Selector> embedded, ImmutableArray<Selector> texts, ImmutableArray<Selector> plain)
    {
        if (fields.Length > FieldResolver.MaxPaths) return;
        try
        {
            FieldTrie.Compile([.. fields.Select(field => field.Selector)], embedded, texts, plain);
        }
        catch (ArgumentException fault)
        {
            log.Report(JsonLocation.Root.Member("fields"), fault.Message, "Split the policy, name fewer fields at one level, or write fewer slices and descendants.");
        }
    }

    private void CheckPurpose(PolicyDocument document)
    {
        if (document is not { Fields: [], Opaque: [], Form: [], Files: [], Headers: [], Cookies: [] }) return;
        log.Report(JsonLocation.Root.Member("fields"), "The property is missing.", "Name the fields that hold personal data, those of forms with \"form\", or with \"opaque\" what passes uninspected.");
    }

    // Answers would reach anybody as they are, with stored tokens in them.
    private void CheckMode(PolicyDocument document)
    {
        if (document.Mode != PolicyMode.Observe || document.Callers?.WithoutToken() is null) return;
        log.Report(JsonLocation.Root.Member("mode"), "Callers without a token would be shown whatever the service answers.", "Protect (\"mode\": \"protect\"), or take callers with a token.");
    }

    // Only what protects requests looks at parameters: these would go out in the clear.
    private void CheckQuery(PolicyDocument document)
    {
        if (document is not { Request: PlanOperation.Reveal, Query.Length: > 0 }) return;
        log.Report(JsonLocation.Root.Member("query"), "The policy reveals requests, so it protects no parameter: their values would go out as they are.",
            "Remove the parameters, or protect requests (\"request\": \"protect\").");
    }
}

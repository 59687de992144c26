using System.Collections.Immutable;
using TenantGateway.Core.Content;
using TenantGateway.Core.Protection.Policies.Documents;

namespace TenantGateway.Core.Protection.Policies.Reading;

/// <summary>Reads which streams and files a policy takes, and refuses those that would pass uninspected or could never be what is declared.</summary>
internal sealed class CarrierResolver(ProblemLog log, PolicyDocument document)
{
    public ImmutableArray<StreamKind> ResolveStreams()
    {
        var at = JsonLocation.Root.Member("streams");
        StreamKind[] streams = [.. (document.Streams ?? []).OfType<StreamKind>()];
        if (streams.Distinct().Count() < streams.Length) log.Report(at, "A kind of stream stands there twice.", "Keep one of them.");
        if (streams.Length > 0 && document.Fields is []) log.Report(at, "The policy has no fields, so nothing in the streams would be protected.", "Name fields, or declare the type opaque.");
        if (streams.Length > 0 && document.Callers?.WithoutToken() is not null) log.Report(at, "Callers without a token have no streams.", "Remove the property.");
        return [.. streams];
    }

    public ImmutableArray<string> ResolveFiles()
    {
        var at = JsonLocation.Root.Member("files");
        string[] files = [.. (document.Files ?? []).OfType<string>()];
        for (var i = 0; i < files.Length; i++)
        {
            if (Array.IndexOf(files, files[i]) < i) log.Report(at.Element(i), "The type stands there twice.", "Keep one of them.");
            if (OpaqueRule.NamesJson(files[i])) log.Report(at.Element(i), "JSON in a form is looked at, unless it is a file.", "Remove the entry, or have services take it under another type.");
            if (files[i] == OpaqueRule.WebSocket) log.Report(at.Element(i), "A WebSocket is no file.", "Remove the entry.");
        }

        if (document is { Request: PlanOperation.Reveal, Form.Length: > 0 } or { Request: PlanOperation.Reveal, Files.Length: > 0 })
            log.Report(JsonLocation.Root.Member(document.Form is [] ? "files" : "form"), "The policy reveals requests, and nothing is revealed into forms.", "Remove the property, or protect requests (\"request\": \"protect\").");
        return [.. files];
    }

    /// <summary>Sees to it that no type is both inspected and opaque.</summary>
    public void CheckOpaque(ImmutableArray<OpaqueRule> opaque)
    {
        for (var i = 0; i < opaque.Length; i++)
        {
            if (Inspected().Any(inspected => opaque[i].Covers(inspected.Direction, inspected.Type)))
                log.Report(JsonLocation.Root.Member("opaque").Element(i), "The policy inspects messages of this type.", "Remove the entry, or what declares the type elsewhere.");
        }
    }

    private IEnumerable<(OpaqueDirection Direction, string Type)> Inspected()
    {
        var streams = document.Streams ?? [];
        var forms = document.Form is { Length: > 0 } || document.Files is { Length: > 0 };
        foreach (var type in BodyTypes.Lines.Where(_ => streams.Contains(StreamKind.Lines))) yield return (OpaqueDirection.Both, type);
        if (streams.Contains(StreamKind.Events)) yield return (OpaqueDirection.Response, BodyTypes.Events);
        foreach (var type in new[] { BodyTypes.Form, BodyTypes.Parts }.Where(_ => forms)) yield return (OpaqueDirection.Request, type);
    }
}

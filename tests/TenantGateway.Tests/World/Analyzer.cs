using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace TenantGateway.Tests.World;

/// <summary>A stand-in for Presidio's analyzer: speaks its protocol, and knows a few names and places by heart.</summary>
internal sealed class Analyzer : IAsyncDisposable
{
    private static readonly (string Entity, string Text)[] Known = [("PERSON", "Zebulona Quist"), ("PERSON", "\u00c9loise \U0001F600 M\u00fcller"), ("LOCATION", "Bad Homburg")];

    private readonly LiveService _service;

    private Analyzer(LiveService service) => (_service, service.Handle) = (service, context => Answer(context));

    public Uri Address => _service.Address;

    public int Calls => _service.Requests;

    /// <summary>How it answers: by default as it should.</summary>
    public RequestDelegate Answer { get; set; } = AnswerRightlyAsync;

    public static async Task<Analyzer> StartAsync() => new(await LiveService.StartAsync());

    public static async Task AnswerRightlyAsync(HttpContext context)
    {
        var asked = await JsonNode.ParseAsync(context.Request.Body);
        if (context.Request.Path != "/analyze" || asked?["text"] is not JsonArray texts || asked["language"]?.ToString() != "en")
        {
            context.Response.StatusCode = 500;
            return;
        }

        string[] entities = [.. asked["entities"]!.AsArray().Select(entity => $"{entity}")];
        await context.Response.WriteAsync(JsonSerializer.Serialize(texts.Select(text => Find($"{text}", entities))));
    }

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    private static IEnumerable<object> Find(string text, string[] entities) =>
        from known in Known
        where entities.Contains(known.Entity)
        from at in Places(text, known.Text)
        let start = text[..at].EnumerateRunes().Count()
        select new { entity_type = known.Entity, start, end = start + known.Text.EnumerateRunes().Count(), score = 0.85, analysis_explanation = (string?)null };

    private static IEnumerable<int> Places(string text, string known)
    {
        for (var at = text.IndexOf(known, StringComparison.Ordinal); at >= 0; at = text.IndexOf(known, at + 1, StringComparison.Ordinal)) yield return at;
    }
}

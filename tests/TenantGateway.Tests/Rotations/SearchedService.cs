using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Rotations;

/// <summary>A service that keeps rows as they come and finds them by their email, in one of the ways and places in which services take two tokens.</summary>
internal sealed class SearchedService
{
    /// <summary>Where services are asked by a header.</summary>
    public const string Header = "X-Find-Email";

    private readonly ConcurrentDictionary<int, JsonObject> _rows = new();
    private int _next;

    /// <summary>The routes of all ways, each with a policy of its own.</summary>
    public static readonly Dictionary<string, string?> Routes = new[] { "repeat", "list", "fan-out", "path", "header", "undeclared", "undeclared-path", "undeclared-header" }
        .SelectMany(way => new Dictionary<string, string?>
        {
            [$"ReverseProxy:Routes:{way}:ClusterId"] = "crm",
            [$"ReverseProxy:Routes:{way}:Match:Path"] = $"/{way}/{{**rest}}",
            [$"ReverseProxy:Routes:{way}:Metadata:Policy"] = way,
        }).ToDictionary();

    public static readonly Dictionary<string, string> Policies = new()
    {
        ["repeat.json"] = Policy("repeat", Parameter(", \"twoTokens\": \"repeat\"")),
        ["list.json"] = Policy("list", Parameter(", \"twoTokens\": \"list\"")),
        ["fan-out.json"] = Policy("fan-out", Parameter(", \"twoTokens\": \"fan-out\", \"items\": \"$.items\", \"id\": \"$.id\", \"counts\": \"$.count\", \"beside\": [\"stage\"]")),
        ["path.json"] = Policy("path", Segment("path", ", \"twoTokens\": \"list\"")),
        ["header.json"] = Policy("header", HeaderRule(", \"twoTokens\": \"list\", \"separator\": \":\"")),
        ["undeclared.json"] = Policy("undeclared", Parameter("")),
        ["undeclared-path.json"] = Policy("undeclared-path", Segment("undeclared-path", "")),
        ["undeclared-header.json"] = Policy("undeclared-header", HeaderRule("")),
    };

    public void Serve(RecordingService service) => service.Answer = AnswerAsync;

    /// <summary>All rows, one a line.</summary>
    public string Export() => string.Concat(_rows.ToArray().OrderBy(row => row.Key).Select(row => row.Value.ToJsonString() + "\n"));

    /// <summary>Takes rows in place of those that have their ids.</summary>
    public void Import(string lines)
    {
        foreach (var line in lines.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var row = JsonNode.Parse(line)?.AsObject() ?? throw new InvalidDataException();
            _rows[(int?)row["id"] ?? throw new InvalidDataException()] = row;
        }
    }

    private Task AnswerAsync(HttpContext context, ReceivedRequest request)
    {
        if (request.Method == "POST")
        {
            var id = Interlocked.Increment(ref _next);
            var row = JsonNode.Parse(request.Body)?.AsObject() ?? throw new InvalidDataException();
            row["id"] = id;
            _rows[id] = row;
            return RecordingService.WriteAsync(context, 201, "application/json", Encoding.UTF8.GetBytes(row.ToJsonString()));
        }

        var found = Find(context.Request).Select(row => row.ToJsonString()).ToList();
        return RecordingService.WriteAsync(context, 200, "application/json",
            Encoding.UTF8.GetBytes($$"""{"items":[{{string.Join(',', found)}}],"count":{{found.Count.ToString(CultureInfo.InvariantCulture)}}}"""));
    }

    private IEnumerable<JsonObject> Find(HttpRequest request)
    {
        var asked = request.Query["email"];
        var path = request.Path.Value?.Split('/') ?? [];
        string[] tokens = path[1] switch
        {
            "repeat" or "shaped" => [.. asked.OfType<string>()],
            "list" => [.. asked.OfType<string>().Single().Split(',')],
            "path" or "undeclared-path" => path[3].Split(','),
            "header" or "undeclared-header" => $"{request.Headers[Header]}".Split(':'),
            _ => [asked.OfType<string>().Single()],
        };
        return _rows.ToArray().OrderBy(row => row.Key).Select(row => row.Value).Where(row => tokens.Contains($"{row["email"]}"));
    }

    private static string Parameter(string twoTokens) => $$"""  "query": [ { "parameter": "email", "class": "email"{{twoTokens}} } ]""";

    private static string Segment(string way, string twoTokens) => $$"""  "path": [ { "template": "/{{way}}/rows/{email}", "class": "email"{{twoTokens}} } ]""";

    private static string HeaderRule(string twoTokens) => $$"""  "headers": [ { "header": "{{Header}}", "class": "email", "use": "search"{{twoTokens}} } ]""";

    private static string Policy(string name, string search) =>
        $$"""
        {
          "name": "{{name}}",
          "fields": [
            { "select": ["$.email", "$.items[*].email"], "class": "email", "protection": "searchable" },
            { "select": ["$.name", "$.items[*].name"], "class": "name" }
          ],
        {{search}},
          "access": {
            "reveal": [ { "classes": ["email", "name"], "roles": ["contacts.agent"], "form": "clear" } ],
            "write": [ { "classes": ["email", "name"], "roles": ["contacts.agent"] } ],
            "search": [ { "classes": ["email"], "roles": ["contacts.agent"] } ]
          }
        }
        """;
}

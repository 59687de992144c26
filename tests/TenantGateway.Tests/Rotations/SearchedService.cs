using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Rotations;

/// <summary>A service that keeps rows as they come and finds them by their email, in one of the ways in which services take two tokens.</summary>
internal sealed class SearchedService
{
    private readonly ConcurrentDictionary<int, JsonObject> _rows = new();
    private int _next;

    /// <summary>The routes of all ways, each with a policy of its own.</summary>
    public static readonly Dictionary<string, string?> Routes = new[] { "repeat", "list", "fan-out", "undeclared" }
        .SelectMany(way => new Dictionary<string, string?>
        {
            [$"ReverseProxy:Routes:{way}:ClusterId"] = "crm",
            [$"ReverseProxy:Routes:{way}:Match:Path"] = $"/{way}/{{**rest}}",
            [$"ReverseProxy:Routes:{way}:Metadata:Policy"] = way,
        }).ToDictionary();

    public static readonly Dictionary<string, string> Policies = new()
    {
        ["repeat.json"] = Policy("repeat", ", \"twoTokens\": \"repeat\""),
        ["list.json"] = Policy("list", ", \"twoTokens\": \"list\""),
        ["fan-out.json"] = Policy("fan-out", ", \"twoTokens\": \"fan-out\", \"items\": \"$.items\", \"id\": \"$.id\", \"counts\": \"$.count\", \"beside\": [\"stage\"]"),
        ["undeclared.json"] = Policy("undeclared", ""),
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
        string[] tokens = request.Path.Value?.Split('/')[1] switch
        {
            "repeat" or "shaped" => [.. asked.OfType<string>()],
            "list" => [.. asked.OfType<string>().Single().Split(',')],
            _ => [asked.OfType<string>().Single()],
        };
        return _rows.ToArray().OrderBy(row => row.Key).Select(row => row.Value).Where(row => tokens.Contains($"{row["email"]}"));
    }

    private static string Policy(string name, string twoTokens) =>
        $$"""
        {
          "name": "{{name}}",
          "fields": [
            { "select": ["$.email", "$.items[*].email"], "class": "email", "protection": "searchable" },
            { "select": ["$.name", "$.items[*].name"], "class": "name" }
          ],
          "query": [ { "parameter": "email", "class": "email"{{twoTokens}} } ],
          "access": {
            "reveal": [ { "classes": ["email", "name"], "roles": ["contacts.agent"], "form": "clear" } ],
            "write": [ { "classes": ["email", "name"], "roles": ["contacts.agent"] } ],
            "search": [ { "classes": ["email"], "roles": ["contacts.agent"] } ]
          }
        }
        """;
}

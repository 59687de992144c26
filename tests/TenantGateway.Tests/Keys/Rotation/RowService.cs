using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Keys.Rotation;

/// <summary>A service that keeps what it gets: contacts by id, searched by an email parameter that may come twice.</summary>
internal sealed class RowService
{
    private readonly ConcurrentDictionary<string, JsonNode> _rows = new();
    private int _next;

    public Task AnswerAsync(HttpContext context, ReceivedRequest request)
    {
        if (request.Method == "POST") return AddAsync(context, request);
        if (context.Request.Query["email"] is { Count: > 0 } emails) return FindAsync(context, [.. emails.OfType<string>()]);
        var id = context.Request.Path.Value?.Split('/')[^1] ?? "";
        return WriteAsync(context, _rows.TryGetValue(id, out var row) ? 200 : 404, row?.ToJsonString() ?? "{}");
    }

    /// <summary>The key ids of the stored tokens of one mode.</summary>
    public IReadOnlyCollection<string> KeyIds(char mode) =>
        [.. _rows.Values.SelectMany(row => new[] { $"{row["name"]}", $"{row["email"]}" }).Where(token => token[11] == mode).Select(token => token[4..10]).Distinct()];

    /// <summary>How many rows hold a token of one of these key ids.</summary>
    public int Count(params string[] keyIds) => _rows.Values.Count(row => new[] { $"{row["name"]}", $"{row["email"]}" }.Any(token => keyIds.Contains(token[4..10])));

    /// <summary>A member of a row as it is stored.</summary>
    public string Stored(string id, string member) => $"{_rows[id][member]}";

    /// <summary>All rows, one a line.</summary>
    public string Export() => string.Concat(_rows.Values.Select(row => row.ToJsonString() + "\n"));

    /// <summary>Takes rows in place of those that have their ids.</summary>
    public void Import(string lines)
    {
        foreach (var line in lines.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var row = JsonNode.Parse(line) ?? throw new InvalidDataException();
            _rows[$"{row["id"]}"] = row;
        }
    }

    private Task AddAsync(HttpContext context, ReceivedRequest request)
    {
        var row = JsonNode.Parse(request.Body) ?? throw new InvalidDataException();
        var id = Interlocked.Increment(ref _next).ToString(CultureInfo.InvariantCulture);
        row["id"] = id;
        _rows[id] = row;
        return WriteAsync(context, 201, row.ToJsonString());
    }

    private Task FindAsync(HttpContext context, string[] emails)
    {
        var found = _rows.Values.Where(row => emails.Contains($"{row["email"]}")).Select(row => row.DeepClone());
        return WriteAsync(context, 200, new JsonObject { ["items"] = new JsonArray([.. found]) }.ToJsonString());
    }

    private static Task WriteAsync(HttpContext context, int status, string json) => RecordingService.WriteAsync(context, status, "application/json", Encoding.UTF8.GetBytes(json));
}

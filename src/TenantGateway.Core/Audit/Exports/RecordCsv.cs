using System.Text;
using System.Text.Json;

namespace TenantGateway.Core.Audit.Exports;

/// <summary>
/// Records as lines of CSV (RFC 4180) for people with spreadsheets. What a spreadsheet would take for a formula has an apostrophe in front, so that nothing that a caller could
/// bring into a record is run by whoever opens the file. For reading only: what is proven is in the records themselves.
/// </summary>
public static class RecordCsv
{
    private static readonly string[] Columns =
    [
        "time", "tenant", "seq", "event", "code", "outcome", "outcomeCode", "actor", "actorType", "service", "organization", "evidence", "session", "purpose", "reasonReference", "operation", "route",
        "policy", "policyVersion", "given", "keyIds", "subject", "subjects", "count", "part", "parts", "request", "trace",
    ];

    public static string Header { get; } = string.Join(',', Columns) + "\r\n";

    public static string Line(JsonElement record)
    {
        var line = new StringBuilder();
        foreach (var column in Columns)
        {
            if (line.Length > 0) line.Append(',');
            if (record.TryGetProperty(column, out var value)) line.Append(Quoted(TextOf(value)));
        }

        return line.Append("\r\n").ToString();
    }

    private static string TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString() ?? "",
        JsonValueKind.Array => string.Join(' ', value.EnumerateArray().Select(ItemOf)),
        _ => value.GetRawText(),
    };

    private static string ItemOf(JsonElement item) => item.ValueKind == JsonValueKind.Object
        ? $"{item.GetProperty("class").GetString()}:{item.GetProperty("form").GetString()}:{item.GetProperty("count").GetRawText()}"
        : item.GetString() ?? "";

    private static string Quoted(string text)
    {
        // OWASP, CSV injection: also where white space comes first.
        if (text.AsSpan().TrimStart() is ['=' or '+' or '-' or '@' or '|' or '%', ..] || text is ['\t' or '\r' or '\n', ..]) text = "'" + text;
        return text.AsSpan().ContainsAny(",\"\r\n ") || text.StartsWith('\'') ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
    }
}

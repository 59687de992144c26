using System.Text.Json;
using System.Text.Unicode;

namespace TenantGateway.Core.Protection.Policies.Documents;

/// <summary>
/// The first gate of a policy file: at most 1 MB, UTF-8 (RFC 3629) without a byte order mark, one JSON value (RFC 8259) without comments
/// and trailing commas, no half of a surrogate pair. What comes later may read every name and string without failing.
/// </summary>
internal static class PolicySyntax
{
    public static JsonDocument? Parse(ReadOnlyMemory<byte> json, ProblemLog log)
    {
        if (FindProblem(json.Span) is not var (problem, remedy)) return JsonDocument.Parse(json);

        log.Report(JsonLocation.Root, problem, remedy);
        return null;
    }

    private static (string Problem, string Remedy)? FindProblem(ReadOnlySpan<byte> json)
    {
        if (json.Length > PolicyFile.MaxBytes) return ("The file is larger than 1 MB.", "Split it into several policies.");
        if (json.StartsWith("\uFEFF"u8)) return ("The file starts with a byte order mark.", "Save it as UTF-8 without one.");
        if (!Utf8.IsValid(json)) return ("The file is not valid UTF-8.", "Save it as UTF-8.");
        return FindMalformed(json);
    }

    private static (string Problem, string Remedy)? FindMalformed(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.PropertyName or JsonTokenType.String) _ = reader.GetString();
            }

            return null;
        }
        catch (JsonException malformed)
        {
            return ($"The file is not one well-formed JSON value: it breaks in line {malformed.LineNumber + 1}, at byte {malformed.BytePositionInLine + 1}.",
                "Mend it there. Comments and trailing commas are not allowed.");
        }
        catch (InvalidOperationException)
        {
            var line = json[..(int)reader.TokenStartIndex].Count((byte)'\n') + 1;
            return ($"The string in line {line} holds half of a surrogate pair.", "Write the character itself, or both halves as \\u escapes.");
        }
    }
}

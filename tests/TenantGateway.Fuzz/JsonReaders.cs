using System.Text;
using System.Text.Json;

namespace TenantGateway.Fuzz;

/// <summary>Reads documents as services do, some of which take names of another case for the same and the first or the last of two equal ones.</summary>
internal static class JsonReaders
{
    private static readonly string[][] Covered = [["email"], ["name"], ["phones", "*"], ["address"], ["jobs", "*", "employer"], ["call", "email"]];

    public static bool IsJson(ReadOnlySpan<byte> document)
    {
        try
        {
            var reader = new Utf8JsonReader(document, new JsonReaderOptions { MaxDepth = 200 });
            while (reader.Read())
            {
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>What goes to a service is JSON, and no reader finds a planted value where the policy covers it.</summary>
    public static void AssertSealed(ReadOnlySpan<byte> document)
    {
        BrokenPromise.Unless(IsJson(document), "what is accepted is JSON", Encoding.UTF8.GetString(document));
        using var parsed = JsonDocument.Parse(document.ToArray(), new JsonDocumentOptions { MaxDepth = 200 });
        Look(parsed.RootElement, []);
    }

    /// <summary>Whether two documents have the same values in the same order, numbers digit by digit. What is sealed in a document in a string comes back in other escapes than it may have been sent in.</summary>
    public static bool AreEqualButForEscapes(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other)
    {
        var a = new Utf8JsonReader(one);
        var b = new Utf8JsonReader(other);
        while (a.Read() && b.Read())
        {
            if (a.TokenType != b.TokenType) return false;
            if (a.TokenType is JsonTokenType.String or JsonTokenType.PropertyName ? a.GetString() != b.GetString() : !a.ValueSpan.SequenceEqual(b.ValueSpan)) return false;
        }

        return !a.Read() && !b.Read();
    }

    private static void Look(JsonElement value, string[] path)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in value.EnumerateObject()) Look(member.Value, [.. path, member.Name]);
                break;
            case JsonValueKind.Array:
                foreach (var element in value.EnumerateArray()) Look(element, [.. path, "*"]);
                break;
            default:
                LookAtValue(value, path);
                break;
        }
    }

    private static void LookAtValue(JsonElement value, string[] path)
    {
        var text = value.ValueKind == JsonValueKind.String ? value.GetString() ?? "" : value.GetRawText();
        BrokenPromise.Unless(!Planted.IsIn(text) || !Covered.Any(covered => Covers(covered, path)), "a covered value is sealed", $"{text} at {string.Join('.', path)}");
        if (path is not [var only] || !only.Equals("call", StringComparison.OrdinalIgnoreCase) || value.ValueKind != JsonValueKind.String || !IsJson(Encoding.UTF8.GetBytes(text))) return;
        using var inner = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 200 });
        Look(inner.RootElement, path);
    }

    private static bool Covers(string[] covered, string[] path) =>
        covered.Length <= path.Length && covered.Zip(path).All(step => step.First == "*" || step.First.Equals(step.Second, StringComparison.OrdinalIgnoreCase));
}

using System.Text.Json;

namespace TenantGateway.Core.Content;

/// <summary>Tells where in a document something lies, for people: names that may be shown, <c>[*]</c> for elements. Reads the document once more, so it is for what is seldom.</summary>
internal static class DocumentPath
{
    /// <param name="document">Well formed up to the place.</param>
    /// <param name="position">Where the value or name begins.</param>
    public static string Of(ReadOnlySpan<byte> document, int position)
    {
        var reader = new Utf8JsonReader(document, new JsonReaderOptions { MaxDepth = JsonScanner.MaxDepth + 2 });
        var (around, member) = (new Stack<(string Path, bool IsArray)>(), "");
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName) member = $".{ShownNames.Of(reader.GetString() ?? "")}";
            if (reader.TokenStartIndex >= position) break;
            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray) around.Push((PathOf(around, member), reader.TokenType == JsonTokenType.StartArray));
            else if (reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray) around.Pop();
        }

        return PathOf(around, member);
    }

    private static string PathOf(Stack<(string Path, bool IsArray)> around, string member) =>
        around.TryPeek(out var parent) ? parent.Path + (parent.IsArray ? "[*]" : member) : "$";
}

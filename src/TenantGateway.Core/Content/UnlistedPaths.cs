using System.Text.Json;

namespace TenantGateway.Core.Content;

/// <summary>Tells where values stand that no rule names, in names that may be shown. Reads a document once more, so it is for what is seldom.</summary>
internal static class UnlistedPaths
{
    private const int MostOfADocument = 500;
    private const int MaxPathLength = 256;

    /// <summary>The path of what begins at a place.</summary>
    /// <param name="document">Well formed up to the place.</param>
    /// <param name="position">Where a value begins.</param>
    /// <param name="fields">The places that a policy names.</param>
    public static string Of(ReadOnlySpan<byte> document, int position, FieldTrie fields)
    {
        var walk = new DocumentWalk(document, fields);
        while (walk.Next(position) && walk.Start < position)
        {
        }

        return walk.PathOf(isShown: true);
    }

    /// <summary>Tells each path once at which a document has a value that no rule, text or document in a string is named for and that is not plain.</summary>
    public static void Tell(ReadOnlySpan<byte> document, FieldTrie fields, Action<string> tell)
    {
        var told = new HashSet<string>(StringComparer.Ordinal);
        var walk = new DocumentWalk(document, fields);
        try
        {
            while (told.Count < MostOfADocument && walk.Next())
            {
                var place = walk.Place;
                if (walk.Kind == JsonTokenType.Null || place.Rule != FieldTrie.NoRule || place.IsPlain) continue;
                if (walk.Kind == JsonTokenType.String && (fields.IsText(place.State) || fields.IsEmbedded(place.State))) continue;
                if (walk.PathOf(isShown: true) is { Length: <= MaxPathLength } path && told.Add(path)) tell(path);
            }
        }
        catch (JsonException)
        {
            // Whoever scans it says so.
        }
    }
}

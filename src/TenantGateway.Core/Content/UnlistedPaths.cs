using System.Text.Json;

namespace TenantGateway.Core.Content;

/// <summary>Tells where values stand that no rule names, in names that may be shown. Reads a document once more, so it is for what is seldom.</summary>
public static class UnlistedPaths
{
    /// <summary>Stands for further places, and at the end of a path for what lies below.</summary>
    public const string More = "(more)";

    private static readonly char[] StepStarts = ['.', '['];

    /// <summary>Unlisted values of one document that are looked at.</summary>
    internal const int MaxValues = 2_000;

    /// <summary>A longer path is cut behind a step.</summary>
    internal const int MaxPathLength = 256;

    /// <summary>The path of what begins at a place.</summary>
    /// <param name="document">Well formed up to the place.</param>
    /// <param name="position">Where a value begins.</param>
    /// <param name="fields">The places that a policy names.</param>
    internal static string Of(ReadOnlySpan<byte> document, int position, FieldTrie fields)
    {
        var walk = new DocumentWalk(document, fields);
        while (walk.Next(position) && walk.Start < position)
        {
        }

        return walk.PathOf(isShown: true);
    }

    /// <summary>
    /// Tells each path once at which a document has a value that no rule, text or document in a string is named for and that is not plain; <see cref="More"/> where it has more of them than are
    /// looked at.
    /// </summary>
    internal static void Tell(ReadOnlySpan<byte> document, FieldTrie fields, Action<string> tell)
    {
        var (told, values) = (new HashSet<string>(StringComparer.Ordinal), 0);
        var walk = new DocumentWalk(document, fields);
        try
        {
            while (walk.Next())
            {
                var place = walk.Place;
                if (walk.Kind == JsonTokenType.Null || place.Rule != FieldTrie.NoRule || place.IsPlain) continue;
                if (walk.Kind == JsonTokenType.String && (fields.IsText(place.State) || fields.IsEmbedded(place.State))) continue;
                if (++values > MaxValues)
                {
                    tell(More);
                    return;
                }

                var path = Cut(walk.PathOf(isShown: true));
                if (told.Add(path)) tell(path);
            }
        }
        catch (JsonException)
        {
            // Whoever scans it says so.
        }
    }

    private static string Cut(string path) => path.Length <= MaxPathLength ? path : $"{path[..path.LastIndexOfAny(StepStarts, MaxPathLength - More.Length - 1)]}.{More}";
}

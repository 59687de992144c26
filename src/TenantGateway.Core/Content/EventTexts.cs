using System.Text;
using System.Text.Json;

namespace TenantGateway.Core.Content;

/// <summary>A declared text of one event.</summary>
/// <param name="Stream">To which row of texts it belongs: its path, and which of several under way it is.</param>
/// <param name="Start">Of what lies between its quotes, in the event's data.</param>
/// <param name="Length">Bytes, as they are written: no escape can make up the characters of a token, so one that stands there in its own is found among escapes.</param>
internal readonly record struct EventText(string Stream, int Start, int Length);

/// <summary>
/// Finds the texts of an event by their concrete paths. Several rows of texts may be under way at once; what tells them apart, beside the path, is the number called <c>index</c> of the objects
/// on the way, as in the streams of language models (<c>choices[0].index</c>, the <c>index</c> of a content block).
/// </summary>
internal static class EventTexts
{
    /// <returns>In the order of the document; empty where it is none, which whoever scans it will say.</returns>
    public static List<EventText> Of(ReadOnlySpan<byte> document, FieldTrie fields)
    {
        var texts = new List<(WalkLevel? Around, string Path, int Start, int Length)>();
        var walk = new DocumentWalk(document, fields);
        try
        {
            while (walk.Next())
            {
                if (walk.Kind != JsonTokenType.String || walk.Place.Rule != FieldTrie.NoRule || !fields.IsText(walk.Place.State)) continue;
                texts.Add((walk.Around, walk.PathOf(isShown: false), walk.Start + 1, walk.Length));
            }
        }
        // The reader has another exception for names that are no text.
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return [];
        }

        // A number may stand behind its text.
        return [.. texts.Select(text => new EventText(StreamOf(text.Path, text.Around), text.Start, text.Length))];
    }

    private static string StreamOf(string path, WalkLevel? around)
    {
        var stream = new StringBuilder(path);
        for (var level = around; level is not null; level = level.Around) stream.Append('#').Append(level.Index);
        return stream.ToString();
    }
}

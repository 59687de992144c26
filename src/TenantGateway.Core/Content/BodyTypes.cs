using System.Collections.Immutable;

namespace TenantGateway.Core.Content;

/// <summary>The media types of bodies that are inspected, beside JSON.</summary>
public static class BodyTypes
{
    public const string Events = "text/event-stream";
    public const string Form = "application/x-www-form-urlencoded";
    public const string Parts = "multipart/form-data";

    /// <summary>Newline-delimited JSON has no registered type.</summary>
    public static readonly ImmutableArray<string> Lines = ["application/x-ndjson", "application/ndjson", "application/jsonl", "application/x-jsonlines", "application/jsonlines"];

    public static BodyFormat? FormatOf(ReadOnlySpan<char> mediaType)
    {
        foreach (var lines in Lines)
        {
            if (mediaType.Equals(lines, StringComparison.OrdinalIgnoreCase)) return BodyFormat.Lines;
        }

        if (mediaType.Equals(Events, StringComparison.OrdinalIgnoreCase)) return BodyFormat.Events;
        if (mediaType.Equals(Form, StringComparison.OrdinalIgnoreCase)) return BodyFormat.Form;
        return mediaType.Equals(Parts, StringComparison.OrdinalIgnoreCase) ? BodyFormat.Parts : null;
    }
}

/// <summary>How a body is written.</summary>
public enum BodyFormat
{
    /// <summary>One JSON document.</summary>
    Json,

    /// <summary>Newline-delimited JSON, as a stream.</summary>
    Lines,

    /// <summary>Server-sent events, as a stream.</summary>
    Events,

    /// <summary>A form in one piece.</summary>
    Form,

    /// <summary>A form in parts, as a stream.</summary>
    Parts,
}

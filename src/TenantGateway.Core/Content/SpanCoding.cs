namespace TenantGateway.Core.Content;

/// <summary>How the bytes of a span are written. What lies in several codings at once was put into them in the order of their numbers.</summary>
[Flags]
public enum SpanCoding : byte
{
    /// <summary>The text itself.</summary>
    Plain = 0,

    /// <summary>A JSON literal.</summary>
    Json = 1,

    /// <summary>Part of a JSON string: escaped.</summary>
    InString = 2,

    /// <summary>Percent-encoded, as in a query and in a form.</summary>
    Percent = 4,
}

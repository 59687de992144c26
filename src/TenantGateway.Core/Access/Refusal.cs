namespace TenantGateway.Core.Access;

/// <summary>
/// A refusal on its way to the caller: set as a feature of the request by whoever refuses, written as a problem by one place.
/// </summary>
/// <param name="Reason">The registered reason.</param>
/// <param name="Location">Where in the request, as a JSON path, parameter or header name; never a value. Null where it adds nothing.</param>
public sealed record Refusal(Reason Reason, string? Location = null)
{
    /// <summary>The class of values that the caller may not write or search by; null where it was about none. For the record, not for the answer.</summary>
    public FieldClass? Class { get; init; }

    /// <summary>Members that one of the registered reasons adds to its problem details, such as <c>errors</c>.</summary>
    public IReadOnlyDictionary<string, object>? Extensions { get; init; }

    /// <summary>True where the same was refused to the same caller before in its time, and is on record.</summary>
    public bool IsRepeated { get; init; }

    /// <summary>The media type of the answer. Default: that of problem details (RFC 9457).</summary>
    public string MediaType { get; init; } = "application/problem+json";

    /// <summary>Headers that belong to the answer, such as <c>WWW-Authenticate</c>.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];
}

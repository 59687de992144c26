using System.Text.Json.Serialization;

namespace TenantGateway.KeyVault;

/// <summary>What the vault does to matching requests instead of its work.</summary>
public sealed record Fault
{
    /// <summary>A regular expression over the path; case does not matter.</summary>
    public string Path { get; init; } = "";

    /// <summary>The method; empty for all.</summary>
    public string Method { get; init; } = "";

    /// <summary>Only requests of this principal, after their token; empty for all.</summary>
    public string Principal { get; init; } = "";

    public FaultKind Kind { get; init; } = FaultKind.Answer;

    /// <summary>Of <see cref="FaultKind.Answer"/>.</summary>
    public int Status { get; init; } = 503;

    /// <summary>The error code of an answer without a body of its own.</summary>
    public string Code { get; init; } = "InternalServerError";

    /// <summary>The inner error code, where there is one.</summary>
    public string? Inner { get; init; }

    public string? RetryAfter { get; init; }

    /// <summary>A body of its own, instead of an error.</summary>
    public string? Body { get; init; }

    public Dictionary<string, string> Headers { get; init; } = [];

    /// <summary>How many requests pass before.</summary>
    public int Skip { get; init; }

    /// <summary>How many requests it meets; then it is over.</summary>
    public int Times { get; init; } = int.MaxValue;

    /// <summary>Whether it comes before the token is looked at.</summary>
    public bool BeforeToken { get; init; }

    /// <summary>Told the principal of each request that is met (empty before the token): of <see cref="FaultKind.Mute"/> once the work is done.</summary>
    [JsonIgnore]
    public Action<string>? Met { get; init; }
}

/// <summary>How a fault shows.</summary>
public enum FaultKind
{
    /// <summary>A status, headers and a body.</summary>
    Answer,

    /// <summary>Nothing, for ever.</summary>
    Hang,

    /// <summary>The work is done, and nothing is answered.</summary>
    Mute,

    /// <summary>Headers, then a byte now and then, for ever.</summary>
    Drip,

    /// <summary>A body without an end.</summary>
    Flood,

    /// <summary>The connection breaks.</summary>
    Abort,

    /// <summary>The work is done and the answer altered: <see cref="Fault.Body"/> is a replacement, <c>OLD=>NEW</c>.</summary>
    Alter,
}

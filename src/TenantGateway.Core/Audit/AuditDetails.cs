namespace TenantGateway.Core.Audit;

/// <summary>What of an event is personal or free text. It is kept apart from the record and can be erased without it.</summary>
/// <param name="Reason">The actor's words.</param>
/// <param name="RemoteAddress">The address that the request came from.</param>
public sealed record AuditDetails(string? Reason, string? RemoteAddress)
{
    private const int MostOfUserAgent = 256;

    /// <summary>As it was sent, to its first 256 characters.</summary>
    public string? UserAgent { get; init => field = value is { Length: > MostOfUserAgent } ? value[..MostOfUserAgent] : value; }

    /// <summary>Who the actor's pseudonym stands for, as the identity provider names it.</summary>
    public string? ActorName { get; init; }

    /// <summary>Names the type only, so that details that slip into a log show nothing.</summary>
    public override string ToString() => nameof(AuditDetails);
}

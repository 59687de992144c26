using TenantGateway.Core.Access;

namespace TenantGateway.Core.Sessions;

/// <summary>A session of a person at a browser as it is stored. Whoever reads it can neither use the session nor tell whose it is.</summary>
public sealed record LoginSessionRecord
{
    /// <summary>SHA-256 of what the cookie holds.</summary>
    public required ReadOnlyMemory<byte> Id { get; init; }

    /// <summary>SHA-256 of the login that began it: a login begins one session.</summary>
    public required ReadOnlyMemory<byte> Login { get; init; }

    /// <summary>The pseudonym under the operator's audit key.</summary>
    public required ActorId Person { get; init; }

    /// <summary>What the login said, sealed for this id.</summary>
    public required ReadOnlyMemory<byte> Ticket { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }
}

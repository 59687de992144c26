using TenantGateway.Core.Access;

namespace TenantGateway.Core.Sessions;

/// <summary>A revocation as it is stored and held in memory.</summary>
public sealed record Revocation
{
    /// <summary>What it is found by. There is one revocation of a mark, the furthest-reaching.</summary>
    public required Fingerprint Mark { get; init; }

    public required RevocationKind Kind { get; init; }

    /// <summary>The exact <c>iss</c>.</summary>
    public required string Issuer { get; init; }

    /// <summary>Ends logins that began at this moment or before it; null: whenever they began.</summary>
    public required DateTimeOffset? Before { get; init; }

    public required DateTimeOffset RevokedAt { get; init; }

    /// <summary>From then on no token and no login that it could end is accepted any more anyway, and it is forgotten.</summary>
    public required DateTimeOffset Until { get; init; }

    /// <summary>Who: the pseudonym of an operator, or <see cref="ActorId.System"/> for the issuer itself.</summary>
    public required ActorId RevokedBy { get; init; }

    /// <summary>Where it stands among all; ever larger. 0 before it is stored.</summary>
    public long Position { get; init; }
}

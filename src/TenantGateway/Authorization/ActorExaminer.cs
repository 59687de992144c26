using Microsoft.Extensions.Options;
using TenantGateway.Core.Access;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Authorization;

/// <summary>Judges a login as <see cref="ActorAdmission"/> does, without a pseudonym and without admitting anybody.</summary>
internal sealed class ActorExaminer(IssuerRegistry issuers, IOptions<AuthorizationOptions> options) : IActorExaminer
{
    // Nobody's: no rule looks at it.
    private static readonly ActorId Nobody = new("explained");

    public ExaminedActor Examine(VerifiedToken token, TenantId tenant, DateTimeOffset at)
    {
        var evidence = issuers.Find(token.Issuer) is { } issuer ? LoginEvidence.Of(token, issuer) : null;
        var fresh = LoginFreshness.IsFresh(token.AuthenticatedAt, at, TimeSpan.FromSeconds(options.Value.MaxAgeSeconds), TimeSpan.FromSeconds(options.Value.ClockSkewSeconds));
        return new ExaminedActor(ActorAdmission.ActorOf(token, tenant, organization: null, Nobody, evidence), evidence is null || !fresh ? Reasons.InsufficientAuthentication : null);
    }
}

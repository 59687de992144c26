using Microsoft.Extensions.Options;
using TenantGateway.Core.Access;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Authorization;

/// <summary>Judges a login as <see cref="ActorAdmission"/> does, without a pseudonym and without admitting anybody.</summary>
internal sealed class ActorExaminer(IssuerRegistry issuers, LoginAges ages, IOptions<AuthorizationOptions> options) : IActorExaminer
{
    // Nobody's: no rule looks at it.
    private static readonly ActorId Nobody = new("explained");

    public ExaminedActor Examine(VerifiedToken token, TenantId tenant, OrganizationBinding? organization, RouteLoginRule route, DateTimeOffset at)
    {
        var evidence = issuers.Find(token.Issuer) is { } issuer ? LoginEvidence.Of(token, issuer) : null;
        var isStrong = evidence is not null && (!route.SecondFactor || evidence == LoginEvidence.SecondFactor);
        var isFresh = LoginFreshness.IsFresh(token.AuthenticatedAt, at, LimitOf(route), TimeSpan.FromSeconds(options.Value.ClockSkewSeconds));
        return new ExaminedActor(ActorAdmission.ActorOf(token, tenant, organization, Nobody, evidence), isStrong && isFresh ? null : Reasons.InsufficientAuthentication);
    }

    private TimeSpan LimitOf(RouteLoginRule route)
    {
        var traffic = ages.Of(LoginAge.Reading);
        return route.MaxAge is { } asked && ages.AtMost(asked) is var own && own < traffic ? own : traffic;
    }
}

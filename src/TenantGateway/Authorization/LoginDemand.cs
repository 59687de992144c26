using TenantGateway.Core.Access;

namespace TenantGateway.Authorization;

/// <summary>The login of an admitted actor, for an endpoint or a route that asks for more than its plane does.</summary>
internal sealed class LoginDemand(Actor actor, DateTimeOffset now, TimeSpan clockSkew, LoginAges ages, string acrValues) : ILoginDemand
{
    public Refusal? Demand(LoginAge age) => Judge(ages.Of(age));

    public Refusal? Demand(TimeSpan maxAge, bool secondFactor)
    {
        var limit = ages.AtMost(maxAge);
        return secondFactor && actor.Evidence != LoginEvidence.SecondFactor ? StepUpChallenge.TooWeak(acrValues, limit) : Judge(limit);
    }

    private Refusal? Judge(TimeSpan limit) => LoginFreshness.IsFresh(actor.AuthenticatedAt, now, limit, clockSkew) ? null : StepUpChallenge.TooOld(acrValues, limit);
}

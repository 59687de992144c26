using TenantGateway.Core.Access;

namespace TenantGateway.Authorization;

/// <summary>The login of an admitted operator, for an endpoint that asks for more than the plane does.</summary>
internal sealed class LoginDemand(Actor actor, DateTimeOffset now, TimeSpan clockSkew, string acrValues) : ILoginDemand
{
    public Refusal? Demand(TimeSpan maxAge, bool secondFactor)
    {
        if (secondFactor && actor.Evidence != LoginEvidence.SecondFactor) return StepUpChallenge.TooWeak(acrValues, maxAge);
        return LoginFreshness.IsFresh(actor.AuthenticatedAt, now, maxAge, clockSkew) ? null : StepUpChallenge.TooOld(acrValues, maxAge);
    }
}

using TenantGateway.Core.Tenants;

namespace TenantGateway.Core.Access;

/// <summary>Judges the login of a token as the data plane would: to explain, never to admit.</summary>
public interface IActorExaminer
{
    /// <param name="token">What it says.</param>
    /// <param name="tenant">Whose member it is.</param>
    /// <param name="organization">By which organization, and what roles its members may have there.</param>
    /// <param name="route">What the route asks of the login.</param>
    /// <param name="at">When it is looked at.</param>
    ExaminedActor Examine(VerifiedToken token, TenantId tenant, OrganizationBinding? organization, RouteLoginRule route, DateTimeOffset at);
}

/// <param name="Actor">As rules would see it, whether it is admitted or not. Its id is nobody's.</param>
/// <param name="Refused">Why it would not be admitted; null where it would.</param>
public sealed record ExaminedActor(Actor Actor, Reason? Refused);

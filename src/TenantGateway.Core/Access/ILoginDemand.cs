namespace TenantGateway.Core.Access;

/// <summary>
/// Judges the login behind a request once more: set as a feature of the request by whoever admitted the actor, for an endpoint or a route that asks for a
/// fresher or stronger login than its plane does.
/// </summary>
public interface ILoginDemand
{
    /// <param name="age">How recent it must be.</param>
    /// <returns>Null where the login will do; else the refusal, which tells the client how to log in again (RFC 9470 section 3).</returns>
    Refusal? Demand(LoginAge age);

    /// <param name="maxAge">The oldest login that will do; the settings may ask for a younger one.</param>
    /// <param name="secondFactor">True where single sign-on alone does not do, because the gateway cannot know what it asked of the person.</param>
    /// <returns>Null where the login will do; else the refusal, which tells the client how to log in again (RFC 9470 section 3).</returns>
    Refusal? Demand(TimeSpan maxAge, bool secondFactor);
}

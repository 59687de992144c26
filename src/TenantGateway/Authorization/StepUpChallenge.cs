using System.Globalization;
using TenantGateway.Core.Access;

namespace TenantGateway.Authorization;

/// <summary>The refusal that tells a client how to log in again (RFC 9470 section 3): always both how strongly and how recently.</summary>
internal static class StepUpChallenge
{
    public static Refusal TooWeak(string acrValues, TimeSpan maxAge) => Of("A different authentication level is required", acrValues, maxAge);

    public static Refusal TooOld(string acrValues, TimeSpan maxAge) => Of("More recent authentication is required", acrValues, maxAge);

    /// <summary>The same for a session that nobody has used: a login as old as it would be taken for answered already.</summary>
    public static Refusal Idle(string acrValues, TimeSpan maxAge, TimeSpan idleLimit) =>
        Of("More recent authentication is required", acrValues, maxAge < idleLimit ? maxAge : idleLimit, Reasons.SessionIdle);

    private static Refusal Of(string description, string acrValues, TimeSpan maxAge) => Of(description, acrValues, maxAge, Reasons.InsufficientAuthentication);

    private static Refusal Of(string description, string acrValues, TimeSpan maxAge, Reason reason) => new(reason)
    {
        Headers =
        [
            new("WWW-Authenticate", string.Create(
                CultureInfo.InvariantCulture,
                $"Bearer realm=\"tenant-gateway\", error=\"insufficient_user_authentication\", error_description=\"{description}\", acr_values=\"{acrValues}\", max_age=\"{(long)maxAge.TotalSeconds}\"")),
        ],
    };
}

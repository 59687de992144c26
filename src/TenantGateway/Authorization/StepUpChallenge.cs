using System.Globalization;
using TenantGateway.Core.Access;

namespace TenantGateway.Authorization;

/// <summary>The refusal that tells a client how to log in again (RFC 9470 section 3): always both how strongly and how recently.</summary>
internal static class StepUpChallenge
{
    public static Refusal TooWeak(string acrValues, TimeSpan maxAge) => Of("A different authentication level is required", acrValues, maxAge);

    public static Refusal TooOld(string acrValues, TimeSpan maxAge) => Of("More recent authentication is required", acrValues, maxAge);

    private static Refusal Of(string description, string acrValues, TimeSpan maxAge) => new(Reasons.InsufficientAuthentication)
    {
        Headers =
        [
            new("WWW-Authenticate", string.Create(
                CultureInfo.InvariantCulture,
                $"Bearer realm=\"tenant-gateway\", error=\"insufficient_user_authentication\", error_description=\"{description}\", acr_values=\"{acrValues}\", max_age=\"{(long)maxAge.TotalSeconds}\"")),
        ],
    };
}

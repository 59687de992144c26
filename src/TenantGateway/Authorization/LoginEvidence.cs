using TenantGateway.Core.Access;

namespace TenantGateway.Authorization;

/// <summary>Whether the login behind a token is strong enough: a second factor, or single sign-on by an allowed connection. Anything else is neither.</summary>
internal static class LoginEvidence
{
    public const string SecondFactor = "mfa";

    /// <returns><c>mfa</c>, <c>sso:</c> and the connection strategy, or null: refuse.</returns>
    public static string? Of(VerifiedToken token, IssuerProfile issuer)
    {
        foreach (var method in token.Methods)
        {
            if (issuer.AcceptedMethods.Contains(method)) return SecondFactor;
        }

        // Social logins are federated as well, so only strategies that are named count.
        return token.ConnectionStrategy is { } strategy && issuer.AllowedConnectionStrategies.Contains(strategy) ? "sso:" + strategy : null;
    }
}

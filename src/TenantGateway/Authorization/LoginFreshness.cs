namespace TenantGateway.Authorization;

/// <summary>Whether a login is recent enough. One that is not dated, or dated in the future, is not.</summary>
internal static class LoginFreshness
{
    public static bool IsFresh(DateTimeOffset? authenticatedAt, DateTimeOffset now, TimeSpan maxAge, TimeSpan clockSkew) =>
        authenticatedAt is { } at && at <= now + clockSkew && now - at <= maxAge;
}

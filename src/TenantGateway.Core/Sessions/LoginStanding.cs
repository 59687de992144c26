namespace TenantGateway.Core.Sessions;

/// <summary>Whether a login still counts.</summary>
public enum LoginStanding
{
    /// <summary>It has not been revoked.</summary>
    Good,

    Revoked,

    /// <summary>What has been revoked could not be read for too long: refuse.</summary>
    Unknown,
}

namespace TenantGateway.Forwarding;

/// <summary>Why the gateway ended an exchange.</summary>
internal enum ExchangeEnd
{
    /// <summary>It took longer than any may.</summary>
    Deadline,

    /// <summary>The token that opened it is no longer valid.</summary>
    TokenExpired,

    /// <summary>The login behind it has been revoked.</summary>
    LoginRevoked,

    /// <summary>What has been revoked could not be read for too long.</summary>
    RevocationsUnknown,

    /// <summary>Its tenant is suspended or gone.</summary>
    TenantInactive,

    /// <summary>Its actor's organization is not one of the tenant any more.</summary>
    OrganizationUnbound,

    /// <summary>Its actor may do less than when it began, or its tenant goes elsewhere now.</summary>
    TenantChanged,

    /// <summary>Its tenant's key-encryption key is disabled, forbidden or gone.</summary>
    KeyDenied,

    /// <summary>The key service has not answered for longer than its tenant's keys may be held.</summary>
    KeyServiceUnavailable,
}

namespace TenantGateway.Forwarding;

/// <summary>Why the gateway ended an exchange.</summary>
internal enum ExchangeEnd
{
    /// <summary>It took longer than any may.</summary>
    Deadline,

    /// <summary>The token that opened it is no longer valid.</summary>
    TokenExpired,

    /// <summary>Its tenant is suspended or gone.</summary>
    TenantInactive,
}

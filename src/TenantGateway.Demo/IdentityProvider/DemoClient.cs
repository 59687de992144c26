namespace TenantGateway.Demo.IdentityProvider;

/// <summary>An application that people log in to through this provider. It is confidential: it has a secret.</summary>
internal sealed record DemoClient
{
    public required string Id { get; init; }

    public required string Secret { get; init; }

    /// <summary>The one address that codes are sent to, compared exactly.</summary>
    public required Uri RedirectUri { get; init; }

    /// <summary>The one address that browsers may be sent to after a logout, compared exactly.</summary>
    public required Uri PostLogoutRedirectUri { get; init; }

    /// <summary>Where it wants to hear of logouts (OpenID Connect Back-Channel Logout 1.0); null where it does not.</summary>
    public Uri? BackChannelLogoutUri { get; init; }

    /// <summary>Names the client only: the secret belongs in no log.</summary>
    public override string ToString() => Id;
}

namespace TenantGateway.KeyVault;

/// <summary>The tokens that a login endpoint gave. Vaults of several directories may share one, as they do in the cloud.</summary>
internal sealed class LoginState
{
    internal Lock Gate { get; } = new();

    internal Dictionary<string, GivenToken> Tokens { get; } = [];

    /// <summary>Tokens that are refused until they are asked for with further claims.</summary>
    internal HashSet<string> Revoked { get; } = [];

    internal bool DemandsClaims { get; set; }
}

/// <summary>A token that the login endpoint gave.</summary>
/// <param name="Directory">Where the principal signed in.</param>
/// <param name="Resource">For what.</param>
/// <param name="ClientId">As whom.</param>
/// <param name="HasClaims">Whether it was asked for with further claims.</param>
/// <param name="ExpiresAt">In seconds since 1970.</param>
internal sealed record GivenToken(string Directory, string Resource, string ClientId, bool HasClaims, long ExpiresAt);

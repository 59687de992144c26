namespace TenantGateway.Core.Access;

/// <summary>The gateway as the issuer of services' tokens.</summary>
/// <param name="Issuer">The exact <c>iss</c>.</param>
/// <param name="MaxTokenLifetime">From issue to expiry.</param>
public sealed record ServiceIssuer(string Issuer, TimeSpan MaxTokenLifetime);

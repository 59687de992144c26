using System.Collections.Frozen;

namespace TenantGateway.Core.Access;

/// <summary>The issuers whose tokens are accepted, by their exact name. Immutable; answers without I/O.</summary>
public sealed class IssuerRegistry(IEnumerable<IssuerProfile> issuers)
{
    private readonly FrozenDictionary<string, IssuerProfile> _issuers = issuers.ToFrozenDictionary(issuer => issuer.Issuer, StringComparer.Ordinal);

    public IEnumerable<IssuerProfile> All => _issuers.Values;

    /// <summary>The gateway itself, as it names itself in the tokens of services; null where there are none. It is no issuer of logins, and no organization is bound to it.</summary>
    public ServiceIssuer? Services { get; init; }

    /// <returns>Null where the issuer is not configured: refuse.</returns>
    public IssuerProfile? Find(string issuer) => _issuers.GetValueOrDefault(issuer);

    /// <summary>The longest time that a token lives, be it an issuer's or the gateway's own; null where nobody issues tokens under that name.</summary>
    public TimeSpan? MaxTokenLifetimeOf(string issuer) =>
        Find(issuer)?.MaxTokenLifetime ?? (string.Equals(Services?.Issuer, issuer, StringComparison.Ordinal) ? Services?.MaxTokenLifetime : null);

    /// <summary>True where the pair is the operator's own organization.</summary>
    public bool IsOperator(string issuer, string organizationId) => Find(issuer)?.IsOperator(organizationId) ?? false;
}

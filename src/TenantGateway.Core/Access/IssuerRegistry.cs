using System.Collections.Frozen;

namespace TenantGateway.Core.Access;

/// <summary>The issuers whose tokens are accepted, by their exact name. Immutable; answers without I/O.</summary>
public sealed class IssuerRegistry(IEnumerable<IssuerProfile> issuers)
{
    private readonly FrozenDictionary<string, IssuerProfile> _issuers = issuers.ToFrozenDictionary(issuer => issuer.Issuer, StringComparer.Ordinal);

    public IEnumerable<IssuerProfile> All => _issuers.Values;

    /// <returns>Null where the issuer is not configured: refuse.</returns>
    public IssuerProfile? Find(string issuer) => _issuers.GetValueOrDefault(issuer);

    /// <summary>True where the pair is the operator's own organization.</summary>
    public bool IsOperator(string issuer, string organizationId) => Find(issuer)?.IsOperator(organizationId) ?? false;
}

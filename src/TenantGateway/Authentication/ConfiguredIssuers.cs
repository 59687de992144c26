using System.Collections.Frozen;
using Microsoft.Extensions.Options;
using TenantGateway.Core.Access;

namespace TenantGateway.Authentication;

/// <summary>All issuers by their exact name, and the authentication schemes of each.</summary>
internal sealed class ConfiguredIssuers
{
    private readonly FrozenDictionary<string, ConfiguredIssuer> _issuers;
    private readonly FrozenDictionary<string, IssuerScheme> _schemes;

    public ConfiguredIssuers(IOptions<IssuersOptions> options, IssuerMetadata metadata, TimeProvider clock, ILogger<IssuerKeys> logger)
    {
        _issuers = options.Value.Issuers
            .Select(issuer => new ConfiguredIssuer(issuer, configured => new IssuerKeys(configured, metadata, clock, logger)))
            .ToFrozenDictionary(issuer => issuer.Name, StringComparer.Ordinal);
        _schemes = _issuers.Values
            .SelectMany(issuer => Enum.GetValues<Plane>().Select(plane => new IssuerScheme(issuer, plane)))
            .Where(scheme => scheme.Issuer.AudienceOf(scheme.Plane) is not null)
            .ToFrozenDictionary(scheme => scheme.Name, StringComparer.Ordinal);
    }

    public IEnumerable<ConfiguredIssuer> All => _issuers.Values;

    public IEnumerable<IssuerScheme> Schemes => _schemes.Values;

    public ConfiguredIssuer? Find(string name) => _issuers.GetValueOrDefault(name);

    public IssuerScheme? FindScheme(string name) => _schemes.GetValueOrDefault(name);
}

/// <summary>One issuer's tokens for one plane.</summary>
internal sealed record IssuerScheme(ConfiguredIssuer Issuer, Plane Plane)
{
    public string Name => Issuer.SchemeOf(Plane);
}

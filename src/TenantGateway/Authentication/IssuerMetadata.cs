using System.Collections.Frozen;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace TenantGateway.Authentication;

/// <summary>Fetches an issuer's metadata and keys (OpenID Connect Discovery 1.0 section 4, RFC 7517). Every fault is an exception, never an empty set.</summary>
internal sealed class IssuerMetadata(IHttpClientFactory clients, IHostEnvironment environment)
{
    /// <summary>The named client: no redirects, 5 s, 256 KB an answer.</summary>
    public const string HttpClientName = "issuer-metadata";

    /// <exception cref="InvalidOperationException">The metadata names another issuer, or no usable key is left.</exception>
    public async Task<FrozenDictionary<string, SecurityKey>> FetchKeysAsync(ConfiguredIssuer issuer, CancellationToken cancellationToken)
    {
        using var client = clients.CreateClient(HttpClientName);
        var metadata = OpenIdConnectConfiguration.Create(await GetAsync(client, issuer.MetadataAddress, cancellationToken));
        // Before its key address is followed: section 4.3 asks for the exact issuer.
        if (!string.Equals(metadata.Issuer, issuer.Name, StringComparison.Ordinal))
        {
            throw new InvalidOperationException("The metadata names another issuer than the configured one.");
        }

        var keys = SigningKeys.Select(new JsonWebKeySet(await GetAsync(client, metadata.JwksUri, cancellationToken)), issuer.Algorithms);
        return keys.Count > 0 ? keys : throw new InvalidOperationException("The issuer publishes no key that could be used.");
    }

    private async Task<string> GetAsync(HttpClient client, string? address, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri)) throw new InvalidOperationException("The metadata give no address of keys.");
        // Whoever sits between could publish keys of its own.
        if (uri.Scheme != Uri.UriSchemeHttps && !environment.IsDevelopment()) throw new InvalidOperationException("Metadata and keys are fetched over https only.");
        return await client.GetStringAsync(uri, cancellationToken);
    }
}

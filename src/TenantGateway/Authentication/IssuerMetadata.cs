using System.Collections.Frozen;
using Microsoft.IdentityModel.Protocols;
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
        var documents = new HttpDocumentRetriever(client) { RequireHttps = !environment.IsDevelopment(), SendAdditionalHeaderData = false };
        var metadata = OpenIdConnectConfiguration.Create(await documents.GetDocumentAsync(issuer.MetadataAddress, cancellationToken));
        // Before its key address is followed: section 4.3 asks for the exact issuer.
        if (!string.Equals(metadata.Issuer, issuer.Name, StringComparison.Ordinal))
        {
            throw new InvalidOperationException("The metadata names another issuer than the configured one.");
        }

        var keys = SigningKeys.Select(new JsonWebKeySet(await documents.GetDocumentAsync(metadata.JwksUri, cancellationToken)), issuer.Algorithms);
        return keys.Count > 0 ? keys : throw new InvalidOperationException("The issuer publishes no key that could be used.");
    }
}

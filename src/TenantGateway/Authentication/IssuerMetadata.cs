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
        var metadata = await FetchAsync(issuer, cancellationToken);
        using var client = clients.CreateClient(HttpClientName);
        var keys = SigningKeys.Select(new JsonWebKeySet(await GetAsync(client, metadata.JwksUri, cancellationToken)), issuer.Algorithms);
        return keys.Count > 0 ? keys : throw new InvalidOperationException("The issuer publishes no key that could be used.");
    }

    /// <exception cref="InvalidOperationException">The metadata name another issuer.</exception>
    public async Task<OpenIdConnectConfiguration> FetchAsync(ConfiguredIssuer issuer, CancellationToken cancellationToken)
    {
        using var client = clients.CreateClient(HttpClientName);
        var metadata = OpenIdConnectConfiguration.Create(await GetAsync(client, issuer.MetadataAddress, cancellationToken));
        // Before any of its addresses is followed: section 4.3 asks for the exact issuer.
        return string.Equals(metadata.Issuer, issuer.Name, StringComparison.Ordinal)
            ? metadata
            : throw new InvalidOperationException("The metadata names another issuer than the configured one.");
    }

    /// <summary>When the issuer says it answered (RFC 9110 section 6.6.1); null where it does not, or a cache on the way may have.</summary>
    public async Task<DateTimeOffset?> FetchDateAsync(ConfiguredIssuer issuer, CancellationToken cancellationToken)
    {
        using var client = clients.CreateClient(HttpClientName);
        using var answer = await client.GetAsync(Trusted(issuer.MetadataAddress), HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        return answer.Headers.Age is null ? answer.Headers.Date : null;
    }

    /// <exception cref="InvalidOperationException">The address is none, or whoever sits between could answer in the issuer's place, with keys of their own.</exception>
    public Uri Trusted(string? address)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri)) throw new InvalidOperationException("The metadata lack an address.");
        if (uri.Scheme != Uri.UriSchemeHttps && !environment.IsDevelopment()) throw new InvalidOperationException("The issuer is spoken to over https only.");
        return uri;
    }

    private async Task<string> GetAsync(HttpClient client, string? address, CancellationToken cancellationToken)
    {
        return await client.GetStringAsync(Trusted(address), cancellationToken);
    }
}

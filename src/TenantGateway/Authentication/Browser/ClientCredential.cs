using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace TenantGateway.Authentication.Browser;

/// <summary>How the gateway proves to the issuer's token endpoint that it is the client: its secret, or an assertion that it signs (RFC 7523). Both are files, read each time.</summary>
internal sealed class ClientCredential(IOptions<LoginOptions> options, TimeProvider clock)
{
    private const string AssertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    private static readonly TimeSpan AssertionLifetime = TimeSpan.FromMinutes(1);

    public async Task AddToAsync(OpenIdConnectMessage request, CancellationToken cancellationToken)
    {
        if (options.Value.ClientSecretFile is { Length: > 0 } secret)
        {
            request.ClientSecret = (await File.ReadAllTextAsync(secret, cancellationToken)).Trim();
            return;
        }

        var pem = await File.ReadAllTextAsync(options.Value.ClientKeyFile ?? throw new InvalidOperationException("The client has neither secret nor key."), cancellationToken);
        request.ClientSecret = null;
        request.SetParameter("client_assertion_type", AssertionType);
        request.SetParameter("client_assertion", Sign(pem));
    }

    private string Sign(string pem)
    {
        var now = clock.GetUtcNow();
        var claims = JsonSerializer.Serialize(new Dictionary<string, object>
        {
            ["iss"] = options.Value.ClientId,
            ["sub"] = options.Value.ClientId,
            // The issuer and nothing else: an assertion for one must not serve at another.
            ["aud"] = options.Value.Issuer,
            ["jti"] = RandomNumberGenerator.GetHexString(32),
            ["iat"] = now.ToUnixTimeSeconds(),
            ["exp"] = (now + AssertionLifetime).ToUnixTimeSeconds(),
        });
        using var key = AsymmetricKeyOf(pem);
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(claims, CredentialsOf(key));
    }

    private static AsymmetricAlgorithm AsymmetricKeyOf(string pem)
    {
        var rsa = RSA.Create();
        try
        {
            rsa.ImportFromPem(pem);
            return rsa;
        }
        catch (Exception otherwise) when (otherwise is CryptographicException or ArgumentException)
        {
            rsa.Dispose();
            var curve = ECDsa.Create();
            curve.ImportFromPem(pem);
            return curve;
        }
    }

    // Not cached: the provider would keep a key that is disposed of after this signature.
    private static SigningCredentials CredentialsOf(AsymmetricAlgorithm key)
    {
        SecurityKey security = key switch
        {
            RSA { KeySize: >= SigningKeys.LeastRsaBits } rsa => new RsaSecurityKey(rsa),
            ECDsa { KeySize: 256 } curve => new ECDsaSecurityKey(curve),
            _ => throw new CryptographicException(string.Create(CultureInfo.InvariantCulture, $"A client key of {key.KeySize} bits is not taken.")),
        };
        security.KeyId = Base64UrlEncoder.Encode(security.ComputeJwkThumbprint());
        return new SigningCredentials(security, key is RSA ? SecurityAlgorithms.RsaSha256 : SecurityAlgorithms.EcdsaSha256)
        {
            CryptoProviderFactory = new CryptoProviderFactory { CacheSignatureProviders = false },
        };
    }
}

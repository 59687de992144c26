using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Forwarding;

/// <summary>What a service that trusts the gateway does with an assertion.</summary>
internal static class GatewayJwks
{
    public static async Task<JsonWebKeySet> ReadAsync(GatewayWorld world) => new(await world.Client.GetStringAsync(".well-known/tenant-gateway/jwks.json"));

    /// <summary>Validates under the keys that the gateway publishes; fails the test where the assertion is not valid.</summary>
    public static async Task<JsonWebToken> VerifyAsync(GatewayWorld world, string assertion, string issuer, string audience)
    {
        var result = await new JsonWebTokenHandler { MapInboundClaims = false }.ValidateTokenAsync(assertion, new TokenValidationParameters
        {
            ValidTypes = ["tg-assertion+jwt"],
            ValidAlgorithms = [SecurityAlgorithms.EcdsaSha256],
            ValidIssuer = issuer,
            ValidAudience = audience,
            IssuerSigningKeys = (await ReadAsync(world)).Keys,
            TryAllIssuerSigningKeys = false,
            ClockSkew = TimeSpan.FromSeconds(2),
        });
        Assert.True(result.IsValid, result.Exception?.Message);
        return Assert.IsType<JsonWebToken>(result.SecurityToken);
    }
}

using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace TenantGateway.Authentication;

/// <summary>
/// One JwtBearer scheme per issuer and plane. A flat list of keys over several issuers would accept a key of one under the name of another;
/// here a scheme sees one issuer's keys only, and of those the one that the token names.
/// </summary>
internal sealed class TokenSchemes(ConfiguredIssuers issuers, TimeProvider clock) : IConfigureOptions<AuthenticationOptions>, IConfigureNamedOptions<JwtBearerOptions>
{
    public void Configure(AuthenticationOptions options)
    {
        foreach (var scheme in issuers.Schemes)
        {
            options.AddScheme(scheme.Name, builder => builder.HandlerType = typeof(JwtBearerHandler));
        }
    }

    public void Configure(JwtBearerOptions options) => throw new NotSupportedException("Schemes have names here.");

    public void Configure(string? name, JwtBearerOptions options)
    {
        if (name is null || issuers.FindScheme(name) is not { } scheme) throw new InvalidOperationException("No issuer has this scheme.");
        options.TimeProvider = clock;
        options.MapInboundClaims = false;
        options.SaveToken = false;
        options.RefreshOnIssuerKeyNotFound = false;
        options.TokenValidationParameters = ParametersFor(scheme);
    }

    private TokenValidationParameters ParametersFor(IssuerScheme scheme) => new()
    {
        ValidIssuer = scheme.Issuer.Name,
        ValidAudience = scheme.Issuer.AudienceOf(scheme.Plane),
        ValidAlgorithms = scheme.Issuer.Algorithms,
        ValidTypes = scheme.Issuer.Types,
        RequireSignedTokens = true,
        RequireExpirationTime = true,
        RequireAudience = true,
        TryAllIssuerSigningKeys = false,
        IssuerSigningKeyResolver = (_, _, keyId, _) => scheme.Issuer.Keys.Held(keyId) is { } key ? [key] : [],
        // The process has one clock.
        LifetimeValidator = (_, expires, _, _) => expires is { } end && clock.GetUtcNow().UtcDateTime < end + scheme.Issuer.ClockSkew,
        IncludeTokenOnFailedValidation = false,
    };
}

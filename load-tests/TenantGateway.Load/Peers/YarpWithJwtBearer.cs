using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Tokens;

namespace TenantGateway.Load.Peers;

/// <summary>Bare YARP behind the framework's own handler of tokens, with one key that it has from the start: what is usually called a gateway.</summary>
internal static class YarpWithJwtBearer
{
    public const string Verb = "yarp-jwt";

    private const string AnyoneKnown = "default";

    public static async Task<int> RunAsync(int port, Uri service, TokenIssuer issuer)
    {
        using var rsa = RSA.Create();
        rsa.ImportFromPem(await File.ReadAllTextAsync(issuer.KeyFile));
        var key = new RsaSecurityKey(rsa) { KeyId = issuer.KeyId };
        var app = BareYarp.Build(
            port,
            service,
            builder =>
            {
                builder.Services.AddAuthorization();
                builder.Services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer(options => options.TokenValidationParameters = new TokenValidationParameters
                {
                    ValidIssuer = issuer.Name,
                    ValidAudience = issuer.Audience,
                    IssuerSigningKey = key,
                    ValidAlgorithms = [SecurityAlgorithms.RsaSha256],
                });
            },
            AnyoneKnown);
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapReverseProxy();
        await app.RunAsync();
        return 0;
    }
}

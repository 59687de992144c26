using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace TenantGateway.Authentication.Browser;

/// <summary>What a login gave, once the handler has accepted state, nonce, code and id token. A feature of the request that completes it.</summary>
/// <param name="IdToken">Its signature, audience and nonce are verified.</param>
/// <param name="AccessToken">Nothing about it is verified.</param>
/// <param name="MaxAge">What was asked for, in seconds.</param>
/// <param name="ReturnTo">The page to come back to.</param>
internal sealed record LoginAnswer(string? IdToken, string? AccessToken, string? MaxAge, string? ReturnTo)
{
    /// <summary>
    /// What speaks against an authorization response before anything of it is believed; null where nothing does. An answer by another issuer than the one that was asked is a
    /// mix-up (RFC 9207): its code would be given to the wrong one.
    /// </summary>
    public static string? Objection(IQueryCollection query, OpenIdConnectConfiguration configuration)
    {
        if (query.Any(parameter => parameter.Value.Count != 1)) return "A parameter is given twice.";
        if (query.TryGetValue("iss", out var issuer)) return issuer == configuration.Issuer ? null : "Another issuer answered.";
        return configuration.AuthorizationResponseIssParameterSupported ? "The issuer did not name itself." : null;
    }

    /// <summary>Names the type only: it holds tokens.</summary>
    public override string ToString() => nameof(LoginAnswer);
}

/// <summary>Why the handler did not accept a login. A feature of the request.</summary>
internal sealed record LoginFailure(Exception? Fault)
{
    /// <summary>Whether it says nothing about the login: the issuer could not be reached.</summary>
    public bool IsOutage => Fault is HttpRequestException or TaskCanceledException || Fault?.InnerException is HttpRequestException or TaskCanceledException;
}

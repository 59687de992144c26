using Azure.Core;
using Azure.Core.Pipeline;
using TenantGateway.Core.Keys;

namespace TenantGateway.Keys.AzureKeyVault;

/// <summary>
/// Authenticates to one vault as Key Vault asks it: the first request goes without token and body, its challenge names the resource, and the token for it
/// is kept. The resource must belong to the vault's own host, or a vault could collect tokens for other services. The directory is never taken from a
/// challenge: it is the configured one, and a challenge that names another is refused.
/// </summary>
/// <param name="vault">The only host that gets a token.</param>
/// <param name="credential">Brings tokens.</param>
/// <param name="directory">The directory that the vault must belong to and tokens come from; null: the credential's own.</param>
internal sealed class ChallengePolicy(VaultAddress vault, TokenCredential credential, string? directory) : BearerTokenAuthenticationPolicy(credential, [])
{
    private const string Body = nameof(ChallengePolicy) + ".body";
    private const string Claims = nameof(ChallengePolicy) + ".claims";

    private volatile string? _scope;

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        await base.ProcessAsync(message, pipeline);
        // The base answers one challenge a request. The answer to it may be that the fresh token lacks claims.
        if (message.Response.Status == StatusCodes.Status401Unauthorized && !message.TryGetProperty(Claims, out _) && await TryAnswerAsync(message, claimsOnly: true))
        {
            await ProcessNextAsync(message, pipeline);
        }
    }

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => throw new NotSupportedException("Vaults are called asynchronously.");

    protected override async ValueTask AuthorizeRequestAsync(HttpMessage message)
    {
        if (!vault.Owns(message.Request.Uri.ToUri())) throw new KeyServiceException(KeyServiceFailure.Invalid, $"A request for {vault} would leave it.");
        RestoreBody(message);
        if (_scope is { } scope) await AuthorizeAsync(message, scope, claims: null);
        else if (message.Request.Content is { } content)
        {
            message.SetProperty(Body, content);
            message.Request.Content = null;
        }
    }

    protected override ValueTask<bool> AuthorizeRequestOnChallengeAsync(HttpMessage message) => TryAnswerAsync(message, claimsOnly: false);

    private async ValueTask<bool> TryAnswerAsync(HttpMessage message, bool claimsOnly)
    {
        if (!message.Response.Headers.TryGetValue("WWW-Authenticate", out var header)) return false;
        if (!VaultChallenge.TryParse(header, out var challenge)) throw new KeyServiceException(KeyServiceFailure.Invalid, $"{vault} sends a challenge that cannot be read or is not for TLS.");
        if (challenge.Claims is null && (claimsOnly || message.Request.Headers.Contains("Authorization"))) return false;
        var scope = ScopeOf(challenge);
        if (challenge.Claims is not null) message.SetProperty(Claims, challenge.Claims);
        message.Response.Dispose();
        RestoreBody(message);
        await AuthorizeAsync(message, scope, challenge.Claims);
        _scope = scope;
        return true;
    }

    private string ScopeOf(VaultChallenge challenge)
    {
        if (directory is not null && challenge.Directory is { } named && !named.Equals(directory, StringComparison.OrdinalIgnoreCase))
        {
            throw new KeyServiceException(KeyServiceFailure.Invalid, $"{vault} belongs to another directory than {directory}.");
        }

        if (challenge.Resource is not { } resource)
        {
            return _scope ?? throw new KeyServiceException(KeyServiceFailure.Invalid, $"The challenge of {vault} names no resource.");
        }

        return vault.Accepts(resource)
            ? resource.GetLeftPart(UriPartial.Authority) + resource.AbsolutePath.TrimEnd('/') + "/.default"
            : throw new KeyServiceException(KeyServiceFailure.Invalid, $"{vault} asks for a token for a resource that is not its own.");
    }

    private ValueTask AuthorizeAsync(HttpMessage message, string scope, string? claims) =>
        AuthenticateAndAuthorizeRequestAsync(message, new TokenRequestContext([scope], message.Request.ClientRequestId, claims, directory, isCaeEnabled: true));

    private static void RestoreBody(HttpMessage message)
    {
        if (message.Request.Content is null && message.TryGetProperty(Body, out var body)) message.Request.Content = body as RequestContent;
    }
}

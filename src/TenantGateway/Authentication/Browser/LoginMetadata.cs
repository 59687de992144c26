using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace TenantGateway.Authentication.Browser;

/// <summary>Where the issuer's endpoints are, by the same rules as for its keys; kept for five minutes.</summary>
internal sealed class LoginMetadata(ConfiguredIssuer issuer, IssuerMetadata metadata, TimeProvider clock) : IConfigurationManager<OpenIdConnectConfiguration>
{
    private static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(5);

    private volatile Held? _held;

    public async Task<OpenIdConnectConfiguration> GetConfigurationAsync(CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        if (_held is { } held && now - held.At < KeptFor) return held.Configuration;
        var fetched = await metadata.FetchAsync(issuer, cancel);
        foreach (var address in (ReadOnlySpan<string?>)[fetched.AuthorizationEndpoint, fetched.TokenEndpoint]) metadata.Trusted(address);
        _held = new Held(fetched, now);
        return fetched;
    }

    public void RequestRefresh() => _held = null;

    private sealed record Held(OpenIdConnectConfiguration Configuration, DateTimeOffset At);
}

using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace TenantGateway.Demo.IdentityProvider;

/// <summary>
/// Ends sessions, and tells every application of a session (OpenID Connect Back-Channel Logout 1.0): a signed logout token to its registered address, before the
/// logout is answered.
/// </summary>
/// <param name="client">Its base address is the issuer.</param>
/// <param name="clients">The registered applications.</param>
/// <param name="key">Signs what this provider signs.</param>
/// <param name="clock">Dates the logout tokens.</param>
/// <param name="logger">Hears of applications that did not listen.</param>
internal sealed class BackChannelLogout(HttpClient client, DemoClients clients, RsaSecurityKey key, TimeProvider clock, ILogger<BackChannelLogout> logger)
{
    private const string LogoutEvent = "http://schemas.openid.net/event/backchannel-logout";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan TokenLifetime = TimeSpan.FromMinutes(2);

    private readonly SigningCredentials _credentials = new(key, SecurityAlgorithms.RsaSha256);

    public async Task EndAsync(DemoSession session, CancellationToken cancellationToken)
    {
        var told = session.End().Select(clients.Find).OfType<DemoClient>();
        await Task.WhenAll(told.Select(told => TellAsync(told, session.Account.Subject, session.Id, cancellationToken)));
    }

    /// <summary>Tells every application that listens of the end of a session, or of all sessions of an account, whether this provider knows any or not.</summary>
    /// <returns>How many took it.</returns>
    public async Task<int> TellAllAsync(string? subject, string? session, CancellationToken cancellationToken) =>
        (await Task.WhenAll(clients.All.Select(told => TellAsync(told, subject, session, cancellationToken)))).Count(taken => taken);

    private async Task<bool> TellAsync(DemoClient told, string? subject, string? session, CancellationToken cancellationToken)
    {
        if (told.BackChannelLogoutUri is not { } address)
            return false;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            using var form = new FormUrlEncodedContent([KeyValuePair.Create("logout_token", CreateToken(told, subject, session))]);
            using var response = await client.PostAsync(address, form, patience.Token);
            if (response.IsSuccessStatusCode)
                return true;
            Log.LogoutNotTaken(logger, told.Id, (int)response.StatusCode);
        }
        catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException)
        {
            Log.LogoutNotTaken(logger, told.Id, 0);
        }

        return false;
    }

    private string CreateToken(DemoClient told, string? subject, string? session)
    {
        var now = clock.GetUtcNow();
        var claims = new Dictionary<string, object>
        {
            ["iss"] = client.BaseAddress?.AbsoluteUri ?? throw new InvalidOperationException("The provider has not started."),
            ["aud"] = told.Id,
            ["iat"] = now.ToUnixTimeSeconds(),
            ["exp"] = (now + TokenLifetime).ToUnixTimeSeconds(),
            ["jti"] = RandomName.Create(),
            ["events"] = new Dictionary<string, object> { [LogoutEvent] = JsonSerializer.SerializeToElement(new { }) },
        };
        if (subject is not null)
            claims["sub"] = subject;
        if (session is not null)
            claims["sid"] = session;
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(
            JsonSerializer.Serialize(claims), _credentials, new Dictionary<string, object> { ["typ"] = "logout+jwt" });
    }
}

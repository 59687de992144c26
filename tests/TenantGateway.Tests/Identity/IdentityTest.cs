using System.Text.Json;

namespace TenantGateway.Tests.Identity;

/// <summary>A test with a gateway of its own.</summary>
public abstract class IdentityTest : IAsyncLifetime
{
    private IdentityParts? _parts;
    private IdentityGateway? _gateway;

    private protected IdentityParts Parts => _parts ?? throw new InvalidOperationException("The test has not begun.");

    private protected IdentityGateway Gateway => _gateway ?? throw new InvalidOperationException("The test has not begun.");

    private protected TestIssuer Issuer => Parts.Issuer;

    private protected virtual Dictionary<string, string?> Settings => [];

    public virtual async Task InitializeAsync()
    {
        _parts = await IdentityParts.StartAsync();
        _gateway = await IdentityGateway.StartAsync(_parts, Settings);
    }

    public virtual async Task DisposeAsync()
    {
        await Gateway.DisposeAsync();
        await Parts.DisposeAsync();
    }

    private protected TokenDraft Draft(string organization = "org_acme", string subject = "auth0|alice") =>
        Issuer.Draft(Gateway.Now, organization: organization, subject: subject);

    private protected Task<Answer> GetAsync(TokenDraft token, string host = "localhost") => GetAsync("Bearer " + token.Sign(), host);

    private protected Task<Answer> GetAsync(string? authorization, string host = "localhost") => SendAsync(Gateway.Data, HttpMethod.Get, "/", authorization, host);

    /// <summary>Waits for what needs the clock to move.</summary>
    private protected async Task<T> WhileTimePassesAsync<T>(Task<T> answering)
    {
        while (!answering.IsCompleted)
        {
            Parts.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAny(answering, Task.Delay(5));
        }

        return await answering;
    }

    private protected static async Task<Answer> SendAsync(HttpClient client, HttpMethod method, string path, string? authorization, string? host = null, Action<HttpRequestMessage>? change = null)
    {
        using var request = new HttpRequestMessage(method, path) { Version = client.DefaultRequestVersion, VersionPolicy = client.DefaultVersionPolicy };
        if (authorization is not null) request.Headers.TryAddWithoutValidation("Authorization", authorization);
        request.Headers.Host = host;
        change?.Invoke(request);
        using var response = await client.SendAsync(request);
        var body = await response.Content.ReadAsStringAsync();
        return new Answer((int)response.StatusCode, body, response.Headers.WwwAuthenticate.Count == 0 ? null : string.Join(", ", response.Headers.NonValidated["WWW-Authenticate"]));
    }
}

/// <summary>What a caller sees.</summary>
internal sealed record Answer(int Status, string Body, string? Challenge)
{
    public string? Code => Body.Length > 0 && JsonDocument.Parse(Body).RootElement.TryGetProperty("code", out var code) ? code.GetString() : null;

    public Admitted Admitted => JsonSerializer.Deserialize<Admitted>(Body, JsonSerializerOptions.Web) ?? throw new InvalidOperationException("Nobody was let in.");

    public JsonElement Json => JsonDocument.Parse(Body).RootElement;
}

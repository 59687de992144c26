using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using TenantGateway.Demo.World;

namespace TenantGateway.Demo.Checking;

/// <summary>Calls the demo's servers as somebody outside would, each user with a token of the identity provider.</summary>
internal sealed class CheckClient(DemoWorld world) : IDisposable
{
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false });

    public async Task<string> TokenAsync(string user, string more, CancellationToken cancellationToken) =>
        await _client.GetStringAsync(new Uri(world.Issuer, $"demo/token?user={user}{more}"), cancellationToken);

    /// <summary>The code that the user's authenticator shows now.</summary>
    public async Task<string> CodeAsync(string user, CancellationToken cancellationToken) =>
        await _client.GetStringAsync(new Uri(world.Issuer, $"demo/totp?user={user}"), cancellationToken);

    /// <summary>Sends a request to the data plane.</summary>
    /// <param name="user">Whose token; null for none.</param>
    /// <param name="method">The method.</param>
    /// <param name="path">Path and query.</param>
    /// <param name="json">The body, or null.</param>
    /// <param name="host">The Host header, or null for the address itself.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<CheckAnswer> SendAsync(string? user, HttpMethod method, string path, string? json, string? host, CancellationToken cancellationToken)
    {
        var token = user is null ? null : await TokenAsync(user, "&mfa=true", cancellationToken);
        return await SendWithTokenAsync(token, method, new Uri(world.DataPlane, path), json, host, cancellationToken);
    }

    public Task<CheckAnswer> GetAsync(string? user, string path, CancellationToken cancellationToken) =>
        SendAsync(user, HttpMethod.Get, path, null, null, cancellationToken);

    public async Task<CheckAnswer> SendWithTokenAsync(string? token, HttpMethod method, Uri address, string? json, string? host, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, address);
        if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (host is not null) request.Headers.Host = host;
        if (json is not null) request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        using var response = await _client.SendAsync(request, cancellationToken);
        return new CheckAnswer((int)response.StatusCode, await response.Content.ReadAsStringAsync(cancellationToken), response.Headers.WwwAuthenticate.ToString());
    }

    /// <summary>What the CRM holds, seen past the gateway.</summary>
    public async Task<string> StoredAsync(string id, CancellationToken cancellationToken) =>
        await _client.GetStringAsync(new Uri(world.CrmDirect, $"crm/contacts/{id}"), cancellationToken);

    /// <summary>Plants a document in the CRM past the gateway.</summary>
    public async Task<string> PlantAsync(string tenant, string json, CancellationToken cancellationToken)
    {
        var answer = await SendWithTokenAsync(null, HttpMethod.Post, new Uri(world.CrmDirect, $"crm/contacts?tenant={tenant}"), json, null, cancellationToken);
        return answer.Text("id");
    }

    public void Dispose() => _client.Dispose();
}

/// <summary>What came back.</summary>
internal sealed record CheckAnswer(int Status, string Body, string Challenge)
{
    /// <summary>A string member of the body, or of its first item; empty where there is none.</summary>
    public string Text(string name) => (Json[name] ?? Json["items"]?[0]?[name])?.ToString() ?? "";

    public JsonNode Json => JsonNode.Parse(Body) ?? throw new CheckFailedException($"{Status} with a body of null");

    public string Reason => Status < 400 ? "" : Text("reason");

    /// <summary>Goes on where the status, and the reason if any, are the expected ones.</summary>
    public CheckAnswer Expect(int status, string reason = "")
    {
        CheckFailedException.ThrowUnless(Status == status && (reason.Length == 0 || Reason == reason), $"{Status} {Body}");
        return this;
    }
}

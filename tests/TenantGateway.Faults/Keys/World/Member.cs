using TenantGateway.Tests.Demo;
using TenantGateway.Tests.World;

namespace TenantGateway.Faults.Keys.World;

/// <summary>A member of a tenant at one replica.</summary>
internal sealed class Member : IDisposable
{
    private readonly HttpClient _client;

    private Member(HttpClient client, string token) => (_client, Token) = (client, token);

    public string Token { get; }

    public static async Task<Member> OfAsync(KeyWorld world, GatewayProcess replica, string user) => new(LoopbackClient.Create(replica.Data), await world.TokenAsync(user));

    public Task<Answer> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    /// <summary>Writes a row.</summary>
    /// <returns>Its path.</returns>
    public async Task<string> WriteAsync(string name, string email)
    {
        var answer = await SendAsync(HttpMethod.Post, "crm/contacts", $$"""{"name":"{{name}}","email":"{{email}}"}""");
        return answer.Status == 201 ? $"crm/contacts/{answer.Json["id"]}" : throw new InvalidOperationException($"A row is not taken: {answer.Status} {answer.Text}");
    }

    public void Dispose() => _client.Dispose();

    private async Task<Answer> SendAsync(HttpMethod method, string path, string? json = null)
    {
        using var request = LoopbackClient.Request(method, path, json).With("Authorization", $"Bearer {Token}");
        return await Answer.ReadAsync(await _client.SendAsync(request));
    }
}

using System.Buffers.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using TenantGateway.Tests.Demo;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Durability;

public sealed class RestartTests
{
    private const string Contact = """{"name":"Ada Lovelace","email":"ada@example.com","status":"active"}""";

    [Fact]
    public async Task RestartOnTheSameState_GoesOnWhereItWas()
    {
        using var state = new TemporaryDirectory();
        Seen before, after;
        string stored;
        int port;
        await using (var world = await GatewayWorld.StartAsync(stateDirectory: state.Path))
        {
            port = world.Issuer.Port;
            using (await world.SendAsync("agent@acme", HttpMethod.Post, "crm/contacts", Contact)) stored = world.Service.Last.Text;
            before = await LookAsync(world, stored);
        }

        await using (var world = await GatewayWorld.StartAsync(stateDirectory: state.Path, identityProviderPort: port))
        {
            after = await LookAsync(world, stored);
            using var written = await world.SendAsync("analyst@acme", HttpMethod.Put, "crm/contacts/c_1", before.Handles);
            Assert.Equal((200, before.Email), ((int)written.StatusCode, Member(world.Service.Last.Text, "email")));
            await world.AuditAsync("acme");
        }

        Assert.Equal(Contact, before.Clear);
        Assert.StartsWith("hn1.", Member(before.Handles, "email"), StringComparison.Ordinal);
        Assert.StartsWith("pn1.", before.Email, StringComparison.Ordinal);
        Assert.Equal(before, after);
    }

    /// <summary>Everything that must outlive the process, as callers and the service see it.</summary>
    private static async Task<Seen> LookAsync(GatewayWorld world, string stored)
    {
        world.Service.AnswerJson(stored);
        var clear = await GetAsync(world, "agent@acme", "crm/contacts/c_1");
        var headers = world.Service.Last.Headers;
        var handles = await GetAsync(world, "analyst@acme", "crm/contacts/c_1");
        await GetAsync(world, "agent@acme", "crm/contacts?email=ada@example.com");
        var assertion = JsonDocument.Parse(Base64Url.DecodeFromChars(headers["X-Gateway-Assertion"].Split('.')[0]));
        return new Seen(
            clear, handles, Member(stored, "email"), world.Service.Last.RawTarget, headers["X-Actor-Id"], assertion.RootElement.GetProperty("kid").GetString());
    }

    private static async Task<string> GetAsync(GatewayWorld world, string user, string path)
    {
        using var response = await world.SendAsync(user, HttpMethod.Get, path);
        Assert.Equal(200, (int)response.StatusCode);
        return await response.Content.ReadAsStringAsync();
    }

    private static string Member(string json, string name) => JsonNode.Parse(json)?[name]?.ToString() ?? "";

    private sealed record Seen(string Clear, string Handles, string Email, string Search, string Actor, string? AssertionKey);
}

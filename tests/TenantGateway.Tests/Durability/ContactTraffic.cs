using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using TenantGateway.Tests.Demo;

namespace TenantGateway.Tests.Durability;

/// <summary>
/// Agents who write contacts and read them back, and what the demo owes for it: an answer counts from the moment its head is there, whatever
/// becomes of its body.
/// </summary>
internal sealed class ContactTraffic
{
    private int _next;

    /// <summary>The address of every contact whose creation was acknowledged, by its path.</summary>
    public ConcurrentDictionary<string, string> Written { get; } = new();

    /// <summary>The ids of requests whose answers carried clear values.</summary>
    public ConcurrentBag<string> Answered { get; } = [];

    public async Task RunUntilKilledAsync(HttpClient client, string token)
    {
        try
        {
            while (true)
            {
                var email = $"person{Interlocked.Increment(ref _next)}@example.com";
                var path = await WriteAsync(client, token, email);
                await CheckAsync(client, token, path, email);
            }
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException)
        {
            // The other end is gone, which is what was waited for.
        }
    }

    public async Task CheckAsync(HttpClient client, string token, string path, string email)
    {
        using var response = await SendAsync(client, token, HttpMethod.Get, path, null, 200);
        Assert.Equal(email, JsonNode.Parse(await response.Content.ReadAsStringAsync())?["email"]?.ToString());
    }

    private async Task<string> WriteAsync(HttpClient client, string token, string email)
    {
        using var response = await SendAsync(client, token, HttpMethod.Post, "crm/contacts", $$"""{"name":"Some One","email":"{{email}}"}""", 201);
        var path = response.Headers.Location?.OriginalString ?? "";
        Written[path] = email;
        await response.Content.ReadAsStringAsync();
        return path;
    }

    private async Task<HttpResponseMessage> SendAsync(HttpClient client, string token, HttpMethod method, string path, string? json, int status)
    {
        using var request = LoopbackClient.Request(method, path, json).With("Authorization", $"Bearer {token}");
        var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(status, (int)response.StatusCode);
        Answered.Add(Assert.Single(response.Headers.GetValues("X-Request-Id")));
        return response;
    }
}

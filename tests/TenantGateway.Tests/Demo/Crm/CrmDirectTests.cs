using System.Net;
using System.Text.Json;
using TenantGateway.Demo.Crm;

namespace TenantGateway.Tests.Demo.Crm;

public sealed class CrmDirectTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryDirectory _data = new();
    private CrmWorld? _world;

    private CrmWorld World => _world ?? throw new InvalidOperationException("Not started.");

    private HttpClient Direct => World.Direct;

    public async Task InitializeAsync() => _world = await CrmWorld.StartAsync(_data.Path);

    public async Task DisposeAsync() => await World.DisposeAsync();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task CreatedContact_IsAnsweredByteForByteWithItsIdInFront()
    {
        using var created = await Direct.SendAsync(LoopbackClient.Request(HttpMethod.Post, "/crm/contacts", SampleContact.Json));
        var answer = await created.Content.ReadAsStringAsync();
        var id = IdOf(answer);

        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        Assert.Equal($"/crm/contacts/{id}", created.Headers.Location?.OriginalString);
        Assert.Equal("application/json", created.Content.Headers.ContentType?.MediaType);
        Assert.Matches("^c_[a-z2-7]{16}$", id);
        Assert.Equal($"{{\"id\":\"{id}\",{SampleContact.Json[1..]}", answer);
        Assert.Equal((HttpStatusCode.OK, answer), await Direct.ExchangeAsync(HttpMethod.Get, $"/crm/contacts/{id}"));
    }

    [Fact]
    public async Task ReadModifyWrite_StoresExactlyWhatWasSent()
    {
        var id = await CreateAsync("""{"a":1}""");
        var replacement = $$"""{ "b" : 2.50 , "id":"{{id}}" }""";

        Assert.Equal((HttpStatusCode.OK, replacement), await Direct.ExchangeAsync(HttpMethod.Put, $"/crm/contacts/{id}", replacement));
        Assert.Equal((HttpStatusCode.OK, replacement), await Direct.ExchangeAsync(HttpMethod.Get, $"/crm/contacts/{id}"));
    }

    [Fact]
    public async Task ReplacementWithoutId_IsAnsweredWithIt()
    {
        var id = await CreateAsync("""{"a":1}""");

        Assert.Equal((HttpStatusCode.OK, $"{{\"id\":\"{id}\"}}"), await Direct.ExchangeAsync(HttpMethod.Put, $"/crm/contacts/{id}", "{}"));
    }

    [Theory]
    [InlineData("""{"id":"c_another"}""")]
    [InlineData("""{"id":5}""")]
    [InlineData("[]")]
    [InlineData("not json")]
    public async Task BadReplacement_Returns400AndChangesNothing(string body)
    {
        var id = await CreateAsync("""{"a":1}""");

        var (status, _) = await Direct.ExchangeAsync(HttpMethod.Put, $"/crm/contacts/{id}", body);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal($"{{\"id\":\"{id}\",\"a\":1}}", (await Direct.ExchangeAsync(HttpMethod.Get, $"/crm/contacts/{id}")).Body);
    }

    [Fact]
    public async Task IdOfANewContact_GivesWayToTheAssignedOne()
    {
        var (status, body) = await Direct.ExchangeAsync(HttpMethod.Post, "/crm/contacts", """{"a":1,"id":"mine"}""");
        var id = IdOf(body);

        Assert.Equal(HttpStatusCode.Created, status);
        Assert.NotEqual("mine", id);
        Assert.Equal($"{{\"a\":1,\"id\":\"{id}\"}}", body);
    }

    [Fact]
    public async Task DeletedContact_IsGone()
    {
        var id = await CreateAsync("{}");

        Assert.Equal(HttpStatusCode.NoContent, (await Direct.ExchangeAsync(HttpMethod.Delete, $"/crm/contacts/{id}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await Direct.ExchangeAsync(HttpMethod.Get, $"/crm/contacts/{id}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await Direct.ExchangeAsync(HttpMethod.Delete, $"/crm/contacts/{id}")).Status);
    }

    [Theory]
    [InlineData("GET", "/crm/contacts/c_unknown", HttpStatusCode.NotFound)]
    [InlineData("PUT", "/crm/contacts/c_unknown", HttpStatusCode.NotFound)]
    [InlineData("DELETE", "/crm/contacts/c_unknown", HttpStatusCode.NotFound)]
    [InlineData("GET", "/crm/elsewhere", HttpStatusCode.NotFound)]
    [InlineData("PATCH", "/crm/contacts/c_unknown", HttpStatusCode.MethodNotAllowed)]
    [InlineData("DELETE", "/crm/contacts", HttpStatusCode.MethodNotAllowed)]
    [InlineData("GET", "/crm/contacts?email=a&email=b&email=c&email=d&email=e", HttpStatusCode.BadRequest)]
    [InlineData("GET", "/crm/contacts?tenant=Not%20A%20Tenant", HttpStatusCode.BadRequest)]
    public async Task WhatDoesNotExist_IsAProblem(string method, string path, HttpStatusCode expected)
    {
        using var request = LoopbackClient.Request(new HttpMethod(method), path, method == "PUT" ? "{}" : null);
        using var response = await Direct.SendAsync(request);

        Assert.Equal(expected, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task EmailFilter_FindsExactMatchesOnly()
    {
        var id = await CreateAsync(SampleContact.Json);
        await CreateAsync("""{"email":"ADA@example.com"}""");
        await CreateAsync("""{"other":{"email":"ada@example.com"}}""");
        var moved = await CreateAsync("""{"email":"ada@example.com"}""");
        await Direct.ExchangeAsync(HttpMethod.Put, $"/crm/contacts/{moved}", """{"email":"moved+1@example.com"}""");

        Assert.Equal([id], await ListAsync("?email=ada%40example.com"));
        Assert.Equal([moved], await ListAsync("?email=moved%2B1@example.com"));
        Assert.Equal([id, moved], await ListAsync("?email=moved%2B1@example.com&email=ada%40example.com"));
        Assert.Empty(await ListAsync("?email=ada"));
        Assert.Empty(await ListAsync("?email="));
        Assert.Equal(4, (await ListAsync("")).Length);
    }

    [Fact]
    public async Task Direct_SeesAllTenantsUnlessNarrowed()
    {
        var acme = await CreateAsync("""{"a":1}""");
        var (_, body) = await Direct.ExchangeAsync(LoopbackClient.Request(HttpMethod.Post, "/crm/contacts", "{}").With("X-Tenant-Id", "globex"));
        var globex = IdOf(body);

        Assert.Equal([acme, globex], await ListAsync(""));
        Assert.Equal([acme], await ListAsync("?tenant=acme"));
        Assert.Equal([globex], await ListAsync("?tenant=globex"));
        Assert.Equal(HttpStatusCode.OK, (await Direct.ExchangeAsync(HttpMethod.Get, $"/crm/contacts/{globex}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await Direct.ExchangeAsync(HttpMethod.Get, $"/crm/contacts/{globex}?tenant=acme")).Status);
        Assert.Equal(HttpStatusCode.OK, (await World.ExchangeAsync("acme", HttpMethod.Get, $"/crm/contacts/{acme}")).Status);
    }

    [Fact]
    public async Task ForeignHost_IsRefused()
    {
        var request = LoopbackClient.Request(HttpMethod.Get, "/crm/contacts");
        request.Headers.Host = "localhost.rebound.example";

        Assert.Equal(HttpStatusCode.MisdirectedRequest, (await Direct.ExchangeAsync(request)).Status);
    }

    [Fact]
    public async Task Restart_KeepsContacts()
    {
        var id = await CreateAsync(SampleContact.Json);
        await World.DisposeAsync();
        _world = await CrmWorld.StartAsync(_data.Path);

        Assert.Equal([id], await ListAsync("?email=ada@example.com"));
    }

    private async Task<string> CreateAsync(string json) => IdOf((await Direct.ExchangeAsync(HttpMethod.Post, "/crm/contacts", json)).Body);

    private async Task<string[]> ListAsync(string query)
    {
        using var list = JsonDocument.Parse((await Direct.ExchangeAsync(HttpMethod.Get, "/crm/contacts" + query)).Body);
        string[] ids = [.. list.RootElement.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString() ?? "")];
        Assert.Equal(ids.Length, list.RootElement.GetProperty("count").GetInt32());
        return ids;
    }

    private static string IdOf(string contact)
    {
        using var document = JsonDocument.Parse(contact);
        return document.RootElement.GetProperty("id").GetString() ?? "";
    }
}

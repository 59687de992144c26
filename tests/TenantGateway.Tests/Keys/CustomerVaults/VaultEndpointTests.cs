using TenantGateway.KeyVault;
using TenantGateway.Tests.Demo;
using TenantGateway.Tests.Keys.AzureKeyVault;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Keys.CustomerVaults;

/// <summary>A whole gateway with its keys in one vault and a customer's own in another, over real sockets.</summary>
public sealed class VaultEndpointTests : IAsyncLifetime
{
    private const string Path = ".well-known/tenant-gateway/vault";
    private const string CustomersDirectory = CustomerVaultWorld.CustomersDirectory;

    private VaultServer? _operators;
    private VaultServer? _customers;
    private GatewayWorld? _world;

    private VaultServer Customers => _customers ?? throw new InvalidOperationException("Not started.");

    private GatewayWorld World => _world ?? throw new InvalidOperationException("Not started.");

    private string Vault => Customers.Address.GetLeftPart(UriPartial.Authority);

    public async Task InitializeAsync()
    {
        _operators = await VaultServer.StartAsync();
        _customers = await VaultServer.StartAsync(new VaultServerOptions { Host = "acme.vault.localhost", DirectoryId = CustomersDirectory, SharesLoginWith = _operators });
        var settings = AzureKeyVaultOptionsTests.SettingsOf(_operators);
        settings["Gateway:Keys:ProbeSeconds"] = "1";
        _world = await GatewayWorld.StartAsync(settings);
    }

    public async Task DisposeAsync()
    {
        if (_world is not null) await _world.DisposeAsync();
        if (_customers is not null) await _customers.DisposeAsync();
        if (_operators is not null) await _operators.DisposeAsync();
    }

    [Fact]
    public async Task TenantDeclaresAndOperatorBinds_TrafficGoesOnUnderTheCustomersKeyAndEndsWithIt()
    {
        Customers.CreateKey("kek", new Dictionary<string, string> { ["tenantgateway-tenant"] = "acme" });
        Assert.Equal(201, (await PostContactAsync()).Status);

        // :: The tenant's own admin, then what the operator is shown
        var declared = await SendAsync("keys@acme", HttpMethod.Put, Draft());
        Assert.True(declared.Status == 200, declared.Text);
        Assert.Equal((Vault, "kek", CustomersDirectory), ($"{declared.Json["declared"]?["vault"]}", $"{declared.Json["declared"]?["key"]}", $"{declared.Json["declared"]?["directory"]}"));
        Assert.Null(declared.Json["bound"]);
        var plan = await PlanAsync("admin@operator");
        Assert.True(plan.Status == 200, plan.Text);
        Assert.Equal("byok.bind", $"{plan.Json["kind"]}");
        Assert.Contains($"is wrapped by {Vault}/keys/kek/", $"{plan.Json["effects"]?[0]}", StringComparison.Ordinal);

        // :: The operation, of two of the operator's people
        var requested = await OperateAsync("admin@operator", "admin/operations", $$"""{"kind":"byok.bind","tenant":"acme","parameters":{{plan.Json["parameters"]}}}""");
        Assert.True(requested.Status == 201, requested.Text);
        Assert.Equal($"{plan.Json["effects"]}", $"{requested.Json["effects"]}");
        var (operation, hash) = ($"admin/operations/{requested.Json["id"]}", $$"""{"hash":"{{requested.Json["hash"]}}"}""");
        Assert.Equal("self_approval", (await OperateAsync("admin@operator", operation + "/approve", hash)).Reason);
        Assert.Equal(202, (await OperateAsync("approver@operator", operation + "/approve", hash)).Status);
        await Eventually.IsTrueAsync(async () => $"{(await SendAsync(World.Admin, operation, "reviewer@operator", "&mfa=true", HttpMethod.Get, null)).Json["state"]}" == "done");
        Assert.Equal(201, (await PostContactAsync()).Status);
        var bound = await SendAsync("keys@acme", HttpMethod.Get);
        Assert.Equal((Vault, "kek"), ($"{bound.Json["bound"]?["vault"]}", $"{bound.Json["bound"]?["key"]}"));
        Assert.Equal(
            ["vault.declared intent", "vault.declared ok", "vault.bound intent", "vault.bound ok", "vault.read ok"],
            (await World.AuditAsync("acme")).Where(record => record["event"]?.StartsWith("vault.", StringComparison.Ordinal) == true).Select(record => $"{record["event"]} {record["outcome"]}"));

        // :: The customer turns it off, and on again
        Customers.SetEnabled("kek", false);
        await Eventually.IsTrueAsync(async () => (await PostContactAsync()).Reason == "tenant_key_unavailable");
        Assert.Equal(201, (await PostContactAsync("agent@globex")).Status);
        Customers.SetEnabled("kek", true);
        await Eventually.IsTrueAsync(async () => (await PostContactAsync()).Status == 201);
    }

    [Fact]
    public async Task Withdrawn_IsDeclaredNoMore()
    {
        Assert.Equal(200, (await SendAsync("keys@acme", HttpMethod.Put, Draft())).Status);
        Assert.Equal("customer_key_unusable", (await PlanAsync("reviewer@operator")).Reason);
        Assert.Equal(200, (await SendAsync("keys@acme", HttpMethod.Delete)).Status);
        Assert.Null((await SendAsync("keys@acme", HttpMethod.Get)).Json["declared"]);
        Assert.Equal("vault_not_confirmed", (await PlanAsync("reviewer@operator")).Reason);
    }

    [Theory]
    [InlineData("agent@acme", "&mfa=true", "role_missing")]
    [InlineData("agent@globex", "&mfa=true", "role_missing")]
    [InlineData("keys@acme", "&mfa=false", "insufficient_user_authentication")]
    [InlineData("keys@acme", "&mfa=true&age=1000", "insufficient_user_authentication")]
    [InlineData("admin@operator", "&mfa=true&audience=data", "unknown_organization")]
    public async Task WhoeverIsNotTheTenantsKeyAdminWithAFreshLogin_IsRefused(string user, string login, string reason)
    {
        foreach (var method in (HttpMethod[])[HttpMethod.Get, HttpMethod.Put, HttpMethod.Delete])
        {
            Assert.Equal(reason, (await SendAsync(user, method, method == HttpMethod.Put ? Draft() : null, login)).Reason);
        }

        Assert.Equal("vault_not_confirmed", (await PlanAsync("reviewer@operator")).Reason);
    }

    [Theory]
    [InlineData("""{"vault":"https://10.0.0.1","key":"kek","directory":"99999999-8888-7777-6666-555555555555","reason":"x"}""", "invalid_definition")]
    [InlineData("""{"vault":"https://acme.example","key":"k/k","directory":"common","reason":"x"}""", "invalid_definition")]
    [InlineData("""{"reason":"x"}""", "invalid_definition")]
    [InlineData("""{"vault":"https://acme.vault.azure.net","key":"kek","directory":"99999999-8888-7777-6666-555555555555"}""", "missing_reason")]
    [InlineData("""{"vault":"https://acme.vault.azure.net","vault":"https://other.vault.azure.net","key":"kek","directory":"99999999-8888-7777-6666-555555555555","reason":"x"}""", "malformed_json")]
    [InlineData("""{"vault":"https://acme.vault.azure.net","key":"kek","directory":"99999999-8888-7777-6666-555555555555","reason":"x","tenant":"globex"}""", "malformed_json")]
    [InlineData("[]", "malformed_json")]
    [InlineData("{", "malformed_json")]
    public async Task WhatIsNoDeclaration_IsRefused(string body, string reason)
    {
        var answer = await SendAsync("keys@acme", HttpMethod.Put, body);
        Assert.Equal(reason, answer.Reason);
        Assert.Equal("vault_not_confirmed", (await PlanAsync("reviewer@operator")).Reason);
    }

    [Fact]
    public async Task TooLongOrOtherMethod_IsRefused()
    {
        Assert.Equal("definition_too_large", (await SendAsync("keys@acme", HttpMethod.Put, $$"""{"vault":"{{new string('x', 70_000)}}"}""")).Reason);
        Assert.Equal("method_not_allowed", (await SendAsync("keys@acme", HttpMethod.Post, "{}")).Reason);
    }

    private string Draft() => $$"""{"vault":"{{Vault}}","key":"kek","directory":"{{CustomersDirectory}}","reason":"our key, ticket 4711"}""";

    private async Task<Answer> PostContactAsync(string user = "agent@acme")
    {
        World.Service.Answer = (context, _) => RecordingService.WriteAsync(context, 201, "application/json", "{}"u8.ToArray());
        return await Answer.ReadAsync(await World.SendAsync(user, HttpMethod.Post, "crm/contacts", """{"name":"Grace Hopper"}"""));
    }

    private async Task<Answer> SendAsync(string user, HttpMethod method, string? json = null, string login = "&mfa=true") =>
        await SendAsync(World.Client, Path, user, login, method, json);

    private async Task<Answer> PlanAsync(string user, string login = "&mfa=true") =>
        await SendAsync(World.Admin, "admin/tenants/acme/vault", user, login, HttpMethod.Get, null);

    private Task<Answer> OperateAsync(string user, string path, string json) => SendAsync(World.Admin, path, user, "&mfa=true", HttpMethod.Post, json);

    private async Task<Answer> SendAsync(HttpClient client, string path, string user, string login, HttpMethod method, string? json)
    {
        using var request = LoopbackClient.Request(method, path, json).With("Authorization", $"Bearer {await World.TokenAsync(user, login)}").With("X-Reason", "the customer's own key");
        return await Answer.ReadAsync(await client.SendAsync(request));
    }
}

using TenantGateway.Core.Keys;
using TenantGateway.KeyVault;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Keys.CustomerVaults;

public sealed class VaultBindingTests : IAsyncLifetime
{
    private CustomerVaultWorld? _world;

    private CustomerVaultWorld World => _world ?? throw new InvalidOperationException("Not started.");

    public async Task InitializeAsync() => _world = await CustomerVaultWorld.StartAsync();

    public async Task DisposeAsync() => await World.DisposeAsync();

    [Fact]
    public async Task Bound_IsServedFromTheCustomersVaultAlone()
    {
        var key = World.CreateKey();
        await World.DeclareAsync();
        var former = Assert.Single((await World.KekIdsAsync("acme")).Distinct());
        var pseudonym = await PseudonymAsync("acme");
        var plan = await World.Binding.PlanAsync(CustomerVaultWorld.Acme, World.Parameters(), default);
        var target = $"{key}?directory={CustomerVaultWorld.CustomersDirectory}";
        Assert.Equal($"Every key of acme is wrapped by {target} from then on, in place of {former}.", plan.Effects[0]);
        Assert.Equal([former], (await World.KekIdsAsync("acme")).Distinct());

        await World.BindAsync();
        Assert.Equal([target, target, target], await World.KekIdsAsync("acme"));
        Assert.DoesNotContain(target, await World.KekIdsAsync("globex"));

        await World.RestartAsync();
        World.Operators.Requests.Clear();
        World.Customers.Requests.Clear();
        Assert.Equal(pseudonym, await PseudonymAsync("acme"));
        Assert.True(Unwraps(World.Customers, CustomerVaultWorld.KeyName) >= 3);
        Assert.Equal(0, Unwraps(World.Operators, "kek-acme"));
    }

    [Fact]
    public async Task TokensForTheCustomersVault_ComeFromItsOwnDirectory()
    {
        World.CreateKey();
        await World.DeclareAsync();
        World.Operators.Logins.Clear();
        await World.BindAsync();
        Assert.All(World.Operators.Logins.All, login => Assert.Equal($"/{CustomerVaultWorld.CustomersDirectory}/oauth2/v2.0/token", login.Path));
        Assert.NotEmpty(World.Operators.Logins.All);
    }

    [Fact]
    public async Task VaultThatBelongsToAnotherDirectoryThanDeclared_IsRefusedBeforeItSeesAToken()
    {
        const string Other = "12121212-8888-7777-6666-555555555555";
        World.CreateKey();
        await World.DeclareAsync(directory: Other);
        World.Operators.Logins.Clear();
        Assert.Equal("customer_key_unusable", await World.RefusalAsync(CustomerVaultWorld.Parameters(World.Vault, CustomerVaultWorld.KeyName, Other)));
        Assert.Empty(World.Operators.Logins.All);
        Assert.All(World.Customers.Requests.All, request => Assert.False(request.HasToken));
    }

    [Fact]
    public async Task WhatTheTenantHasNotDeclared_IsRefused()
    {
        World.CreateKey();
        Assert.Equal("vault_not_confirmed", await World.RefusalAsync());
        await World.DeclareAsync();
        Assert.Null(await World.RefusalAsync());
        Assert.Equal("vault_not_confirmed", await World.RefusalAsync(CustomerVaultWorld.Parameters(World.Vault, "other", CustomerVaultWorld.CustomersDirectory)));
        Assert.Equal("vault_not_confirmed", await World.RefusalAsync(CustomerVaultWorld.Parameters("https://other.vault.azure.net", CustomerVaultWorld.KeyName, CustomerVaultWorld.CustomersDirectory)));
        Assert.Equal("vault_not_confirmed", await World.RefusalAsync(CustomerVaultWorld.Parameters(World.Vault, CustomerVaultWorld.KeyName, World.Operators.DirectoryId)));
        Assert.Equal("vault_not_confirmed", (await World.Binding.PlanAsync(Core.Tenants.TenantId.Parse("globex"), World.Parameters(), default)).Refusal?.Code);
        await World.Host.Get<TenantGateway.Keys.CustomerVaults.VaultDeclarations>().WithdrawAsync(CustomerVaultWorld.Acme, default);
        Assert.Equal("vault_not_confirmed", await World.RefusalAsync());
        Assert.Equal("vault_not_confirmed", (await World.Binding.RunAsync(World.Operation([]), default)).Failure?.Code);
    }

    [Fact]
    public async Task DeclarationThatSomebodyChangedInTheDatabase_IsRefused()
    {
        World.CreateKey();
        await World.DeclareAsync(vault: "https://other.vault.azure.net");
        var store = World.Host.Get<IVaultDeclarationStore>();
        var stored = await store.FindAsync(CustomerVaultWorld.Acme, default);
        Assert.NotNull(stored);
        await store.PutAsync(stored with { Vault = World.Vault }, default);
        Assert.Equal("vault_not_confirmed", await World.RefusalAsync());
    }

    [Theory]
    [InlineData("vault", "https://169.254.169.254")]
    [InlineData("vault", "https://acme.example")]
    [InlineData("vault", "https://acme.vault.azure.net/keys")]
    [InlineData("vault", "https://acme.vault.azure.net:8443")]
    [InlineData("vault", "https://ACME.vault.azure.net")]
    [InlineData("key", "a/b")]
    [InlineData("directory", "common")]
    [InlineData("directory", "{99999999-8888-7777-6666-555555555555}")]
    [InlineData("more", "x")]
    public async Task WhatIsNoVaultKeyOrDirectory_IsRefused(string name, string value) => Assert.Equal("invalid_definition", await World.RefusalAsync(World.Parameters().SetItem(name, value)));

    [Fact]
    public async Task OperatorsOwnVault_IsRefused() =>
        Assert.Equal("invalid_definition", await World.RefusalAsync(World.Parameters().SetItem("vault", World.Operators.Address.GetLeftPart(UriPartial.Authority))));

    [Theory]
    [InlineData("missing")]
    [InlineData("untagged")]
    [InlineData("other tenant")]
    [InlineData("disabled")]
    [InlineData("may not wrap")]
    [InlineData("may not unwrap")]
    [InlineData("hangs")]
    public async Task KeyThatCannotBeUsed_IsRefusedAndNothingIsChanged(string how)
    {
        var before = await World.KekIdsAsync("acme");
        await World.DeclareAsync();
        if (how == "untagged") World.Customers.CreateKey(CustomerVaultWorld.KeyName);
        else if (how != "missing") World.CreateKey(how == "other tenant" ? "globex" : "acme");
        if (how == "disabled") World.Customers.SetEnabled(CustomerVaultWorld.KeyName, false);
        if (how == "may not wrap") World.Customers.Permit(VaultServer.ClientId, ["get", "unwrapKey"]);
        if (how == "may not unwrap") World.Customers.Permit(VaultServer.ClientId, ["get", "wrapKey"]);
        if (how == "hangs") World.Customers.Faults.Add(new Fault { Path = "/wrapkey$", Status = 503, RetryAfter = "3600" });
        Assert.Equal("customer_key_unusable", await World.RefusalAsync());
        Assert.Equal("customer_key_unusable", (await World.Binding.RunAsync(World.Operation([]), default)).Failure?.Code);
        Assert.Equal(before, await World.KekIdsAsync("acme"));
    }

    [Fact]
    public async Task CustomerTurnsItsKeyOff_EndsItsAccessAloneUntilItIsOnAgain()
    {
        World.CreateKey();
        await World.DeclareAsync();
        await World.BindAsync();
        await PseudonymAsync("acme");
        World.Customers.SetEnabled(CustomerVaultWorld.KeyName, false);
        await Eventually.IsTrueAsync(() => RefusalOf("acme") == "tenant_key_unavailable");
        await PseudonymAsync("globex");
        Assert.Null(RefusalOf("globex"));
        await Assert.ThrowsAsync<KeyServiceException>(() => PseudonymAsync("acme"));

        World.Customers.SetEnabled(CustomerVaultWorld.KeyName, true);
        await Eventually.IsTrueAsync(() => RefusalOf("acme") is null);
        await PseudonymAsync("acme");
    }

    [Fact]
    public async Task CustomersVaultThatDoesNotAnswer_EndsTheUseWithoutGrace()
    {
        World.CreateKey();
        await World.DeclareAsync();
        await World.BindAsync();
        await PseudonymAsync("acme");
        World.Customers.Faults.Add(new Fault { Path = "/unwrapkey$", Status = 503, RetryAfter = "3600" });
        await Eventually.IsTrueAsync(() => RefusalOf("acme") == "key_service_unavailable");
        Assert.Null(RefusalOf("globex"));
        World.Customers.Faults.Clear();
        await Eventually.IsTrueAsync(() => RefusalOf("acme") is null);
    }

    [Fact]
    public async Task DoneAgain_ChangesNothingUntilTheCustomerAddsAVersion()
    {
        World.CreateKey();
        await World.DeclareAsync();
        await World.BindAsync();
        var first = await World.Host.RecordsAsync("acme");
        await World.BindAsync();
        Assert.Equal(first.Select(record => record.Epoch), (await World.Host.RecordsAsync("acme")).Select(record => record.Epoch));

        var pseudonym = await PseudonymAsync("acme");
        var second = World.CreateKey();
        await World.BindAsync();
        Assert.All(await World.KekIdsAsync("acme"), kekId => Assert.StartsWith(second, kekId, StringComparison.Ordinal));
        await World.RestartAsync();
        Assert.Equal(pseudonym, await PseudonymAsync("acme"));
    }

    [Fact]
    public async Task VaultThatWrapsWhatDoesNotComeBack_ChangesNothing()
    {
        var before = await World.KekIdsAsync("acme");
        World.CreateKey();
        await World.DeclareAsync();
        World.Customers.Faults.Add(new Fault { Path = "/unwrapkey$", Kind = FaultKind.Alter, Body = "\"value\":\"....=>\"value\":\"AAAA" });
        Assert.Equal("customer_key_unusable", await World.RefusalAsync());
        World.Customers.Faults.Clear();
        // The trial of the run gets through, what it is a trial for does not.
        Assert.Null(await World.RefusalAsync());
        World.Customers.Faults.Add(new Fault { Path = "/wrapkey$", Kind = FaultKind.Alter, Body = "unchanged=>unchanged", Times = 1 });
        World.Customers.Faults.Add(new Fault { Path = "/wrapkey$", Kind = FaultKind.Alter, Body = "\"value\":\"....=>\"value\":\"AAAA" });
        Assert.Equal("customer_key_unusable", (await World.Binding.RunAsync(World.Operation([]), default)).Failure?.Code);
        Assert.Equal(before, await World.KekIdsAsync("acme"));
    }

    private string? RefusalOf(string tenant) => World.Host.Get<ITenantKeyState>().RefusalOf(Core.Tenants.TenantId.Parse(tenant))?.Reason.Code;

    // The pseudonym of one person shows whether the key is the same.
    private async Task<string> PseudonymAsync(string tenant)
    {
        using var lease = await World.Host.LeaseAsync(tenant);
        return lease.Ring.Audit.PseudonymOf("https://login.example/", "someone").Value;
    }

    private static int Unwraps(VaultServer server, string key) =>
        server.Requests.All.Count(request => request.Path.StartsWith($"/keys/{key}/", StringComparison.Ordinal) && request.Path.EndsWith("/unwrapkey", StringComparison.Ordinal));
}

using System.Collections.Immutable;
using TenantGateway.Core.Access;
using TenantGateway.Core.Operations;
using TenantGateway.Core.Tenants;
using TenantGateway.Keys.CustomerVaults;
using TenantGateway.KeyVault;
using TenantGateway.Tests.Keys.AzureKeyVault;
using TenantGateway.Tests.Storage;

namespace TenantGateway.Tests.Keys.CustomerVaults;

/// <summary>Two tenants whose keys are in the operator's vault, and acme's own vault in another directory. One login endpoint serves both, as in the cloud.</summary>
internal sealed class CustomerVaultWorld : IAsyncDisposable
{
    internal const string CustomersDirectory = "99999999-8888-7777-6666-555555555555";
    internal const string KeyName = "acme-kek";

    internal static readonly TenantId Acme = TenantId.Parse("acme");

    private readonly TempDirectory _directory;

    private CustomerVaultWorld(VaultServer operators, VaultServer customers, StateHost host, TempDirectory directory) => (Operators, Customers, Host, _directory) = (operators, customers, host, directory);

    internal VaultServer Operators { get; }

    internal VaultServer Customers { get; }

    internal StateHost Host { get; private set; }

    internal IOperationKind Binding => Host.Get<IEnumerable<IOperationKind>>().Single(kind => kind.Name == "byok.bind");

    internal string Vault => Customers.Address.GetLeftPart(UriPartial.Authority);

    internal static async Task<CustomerVaultWorld> StartAsync()
    {
        var operators = await VaultServer.StartAsync();
        var customers = await VaultServer.StartAsync(new VaultServerOptions { Host = "acme.vault.localhost", DirectoryId = CustomersDirectory, SharesLoginWith = operators });
        var directory = new TempDirectory();
        var world = new CustomerVaultWorld(operators, customers, await StartAsync(directory, operators), directory);
        foreach (var tenant in (string[])["acme", "globex"]) Assert.Equal(CreateTenantOutcome.Created, await world.Host.CreateTenantAsync(tenant));
        return world;
    }

    internal async Task RestartAsync()
    {
        await Host.DisposeAsync();
        Host = await StartAsync(_directory, Operators);
    }

    internal static ImmutableSortedDictionary<string, string> Parameters(string vault, string key, string directory) =>
        ImmutableSortedDictionary<string, string>.Empty.Add("vault", vault).Add("key", key).Add("directory", directory);

    internal ImmutableSortedDictionary<string, string> Parameters() => Parameters(Vault, KeyName, CustomersDirectory);

    /// <summary>What acme's own admin would send.</summary>
    internal async Task DeclareAsync(string? vault = null, string? key = null, string? directory = null)
    {
        var options = VaultWorld.OptionsOf(Operators);
        Assert.True(CustomerKey.TryParse(vault ?? Vault, key ?? KeyName, directory ?? CustomersDirectory, options, out var parsed, out _));
        await Host.Get<VaultDeclarations>().DeclareAsync(Acme, parsed, new ActorId("ac_admin"), default);
    }

    /// <summary>Acme's key in its vault, tagged as it must be.</summary>
    internal string CreateKey(string tag = "acme") => Customers.CreateKey(KeyName, new Dictionary<string, string> { ["tenantgateway-tenant"] = tag });

    internal async Task<string?> RefusalAsync(ImmutableSortedDictionary<string, string>? parameters = null) => (await Binding.PlanAsync(Acme, parameters ?? Parameters(), default)).Refusal?.Code;

    /// <summary>Plans and runs as an approved operation would.</summary>
    internal async Task BindAsync()
    {
        var plan = await Binding.PlanAsync(Acme, Parameters(), default);
        Assert.Null(plan.Refusal);
        Assert.Null((await Binding.RunAsync(Operation(plan.Effects), default)).Failure);
    }

    internal Operation Operation(ImmutableArray<string> effects) => Approved(Parameters(), effects);

    /// <summary>The operation as its kind gets it once two people have agreed.</summary>
    internal static Operation Approved(ImmutableSortedDictionary<string, string> parameters, ImmutableArray<string> effects) => new()
    {
        Id = "op_abcdefghijklmnopqrstuvwxyz",
        Kind = "byok.bind",
        Tenant = Acme,
        Parameters = parameters,
        Effects = effects,
        Hash = default,
        State = OperationState.Running,
        Reason = "asked for",
        RequestedBy = new ActorId("ac_one"),
        RequestedAt = DateTimeOffset.UnixEpoch,
        ExpiresAt = DateTimeOffset.MaxValue,
        DecidedBy = new ActorId("ac_two"),
        Epoch = 3,
    };

    internal async Task<List<string>> KekIdsAsync(string tenant) => [.. (await Host.RecordsAsync(tenant)).Select(record => record.KekId)];

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        await Customers.DisposeAsync();
        await Operators.DisposeAsync();
        _directory.Dispose();
    }

    private static Task<StateHost> StartAsync(TempDirectory directory, VaultServer operators)
    {
        var settings = AzureKeyVaultOptionsTests.SettingsOf(operators);
        settings["Gateway:Keys:FailureMemorySeconds"] = "0";
        settings["Gateway:Keys:ProbeSeconds"] = "1";
        return StateHost.StartAsync(directory, services => services.AddCustomerVaults(GatewayRole.All), settings);
    }
}

using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using TenantGateway.Admin;
using TenantGateway.Core.Access;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Tenants;
using TenantGateway.Keys;
using TenantGateway.Keys.Local;
using TenantGateway.Tests.Demo;
using Yarp.ReverseProxy.Forwarder;

namespace TenantGateway.Tests.Roles;

/// <summary>What a role does not have is not there to be asked for.</summary>
public sealed class RoleContainerTests : IDisposable
{
    private static readonly Type[] Makers =
    [
        typeof(IKekLifecycle), typeof(ITenantProvisioning), typeof(KekCreator), typeof(GenerationFactory), typeof(GenerationSigner), typeof(ServiceKeyFactory), typeof(FirstKeys),
        typeof(TenantProvisioning), typeof(TenantCreation), typeof(LocalKeyEncryptionService),
    ];

    private readonly TemporaryDirectory _state = new();

    public void Dispose() => _state.Dispose();

    [Fact]
    public async Task Proxy_HasNothingThatMakesRotatesOrDeletesKeys()
    {
        using var host = Build("proxy", out var services);

        Assert.DoesNotContain(services.SelectMany(TypesOf).Concat(InstancesOf(host, services)), type => Makers.Any(maker => type.IsAssignableTo(maker)));
        var keys = host.Services.GetRequiredService<IKeyEncryptionService>();
        Assert.False(keys is IKekLifecycle);
        Assert.Equal(KeyServiceFailure.Denied, (await Assert.ThrowsAsync<KeyServiceException>(async () => await keys.WrapAsync("local:kek-x/1", new byte[64], default))).Failure);
        Assert.Equal(KeyServiceFailure.Unavailable, (await Assert.ThrowsAsync<KeyServiceException>(async () => await keys.GetSigningKeyAsync(default))).Failure);
        Assert.False(Directory.Exists(Path.Combine(_state.Path, "keys")));
    }

    [Fact]
    public void Admin_HasNothingOfTheDataPlane()
    {
        using var host = Build("admin", out var services);

        Assert.Null(host.Services.GetService<IHttpForwarder>());
        Assert.DoesNotContain(services.SelectMany(TypesOf), type => type.Namespace?.StartsWith("Yarp", StringComparison.Ordinal) == true);
        Assert.DoesNotContain(services.SelectMany(TypesOf), type => type.Namespace is { } name && (string[])["TenantGateway.Forwarding", "TenantGateway.Protection", "TenantGateway.Quotas"] is var data && data.Contains(name));
        Assert.NotNull(host.Services.GetService<ITenantProvisioning>());
    }

    [Fact]
    public void All_HasBoth()
    {
        using var host = Build("all", out _);

        Assert.NotNull(host.Services.GetService<IHttpForwarder>());
        Assert.NotNull(host.Services.GetService<ITenantProvisioning>());
        Assert.NotNull(host.Services.GetService<KekCreator>());
    }

    private Microsoft.Extensions.Hosting.IHost Build(string role, out IServiceCollection services)
    {
        IServiceCollection? seen = null;
        var host = Gateway.CreateHost(
            ["--role", role, "--environment", "Development"],
            configuration => configuration.AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["Gateway:Storage:Directory"] = Path.Combine(_state.Path, "gateway"),
                ["Gateway:Keys:Local:Directory"] = Path.Combine(_state.Path, "keys"),
                ["Gateway:Policies:Directory"] = _state.Path,
                ["Gateway:Issuers:0:Issuer"] = "https://login.example/",
                ["Gateway:Issuers:0:DataAudience"] = "https://api.example",
            }),
            added => seen = added);
        services = seen ?? throw new InvalidOperationException("Nothing was added.");
        Assert.Equal(role, host.Services.GetRequiredService<GatewayRole>().Name);
        return host;
    }

    // Asked of the container one by one: what a factory makes shows only so.
    private static IEnumerable<Type> InstancesOf(Microsoft.Extensions.Hosting.IHost host, IServiceCollection services) => services
        .Where(service => !service.IsKeyedService && !service.ServiceType.ContainsGenericParameters && service.ServiceType.Namespace?.StartsWith("TenantGateway", StringComparison.Ordinal) == true)
        .Select(service => service.ServiceType)
        .Distinct()
        .SelectMany(type => host.Services.GetServices(type))
        .OfType<object>()
        .Select(instance => instance.GetType());

    // Also what a factory returns, as far as it says so.
    private static IEnumerable<Type> TypesOf(ServiceDescriptor service) => new[]
    {
        service.ServiceType, service.IsKeyedService ? null : service.ImplementationType, service.IsKeyedService ? null : service.ImplementationInstance?.GetType(),
        service.IsKeyedService ? null : service.ImplementationFactory?.Method.ReturnType,
    }.OfType<Type>();
}

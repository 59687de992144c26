using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using TenantGateway.Core.Access;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Tenants;
using TenantGateway.Tests.Demo;
using Yarp.ReverseProxy.Forwarder;

namespace TenantGateway.Tests.Roles;

/// <summary>What a role does not have is not there to be asked for.</summary>
public sealed class RoleContainerTests : IDisposable
{
    private readonly TemporaryDirectory _state = new();

    public void Dispose() => _state.Dispose();

    [Fact]
    public async Task Proxy_HasNothingThatMakesRotatesOrDeletesKeys()
    {
        Build("admin", out _);
        using var host = Build("proxy", out var services);

        Assert.DoesNotContain(services.SelectMany(TypesOf), type => type.IsAssignableTo(typeof(ITenantProvisioning)) || type.IsAssignableTo(typeof(IKekLifecycle)));
        string[] makers = ["KekCreator", "GenerationFactory", "GenerationSigner", "ServiceKeyFactory", "FirstKeys", "TenantProvisioning", "TenantCreation", "LocalKeyEncryptionService"];
        Assert.DoesNotContain(services.SelectMany(TypesOf), type => makers.Contains(type.Name));
        var keys = host.Services.GetRequiredService<IKeyEncryptionService>();
        Assert.False(keys is IKekLifecycle);
        Assert.Equal(KeyServiceFailure.Denied, (await Assert.ThrowsAsync<KeyServiceException>(async () => await keys.CreateKekAsync("kek-x", default))).Failure);
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
            }),
            added => seen = added);
        services = seen ?? throw new InvalidOperationException("Nothing was added.");
        Assert.Equal(role, host.Services.GetRequiredService<GatewayRole>().Name);
        return host;
    }

    // Also what a factory returns, as far as it says so.
    private static IEnumerable<Type> TypesOf(ServiceDescriptor service) => new[]
    {
        service.ServiceType, service.IsKeyedService ? null : service.ImplementationType, service.IsKeyedService ? null : service.ImplementationInstance?.GetType(),
        service.IsKeyedService ? null : service.ImplementationFactory?.Method.ReturnType,
    }.OfType<Type>();
}

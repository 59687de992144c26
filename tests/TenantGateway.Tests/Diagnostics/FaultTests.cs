using Dapper;
using Microsoft.Extensions.DependencyInjection;
using TenantGateway.Core.Tenants;
using TenantGateway.Tests.Demo;
using TenantGateway.Tests.Storage;
using TenantGateway.Tests.World;
using Yarp.ReverseProxy.Transforms;
using Yarp.ReverseProxy.Transforms.Builder;

namespace TenantGateway.Tests.Diagnostics;

/// <summary>A fault inside tells the caller a request id, and the log its type and place: its message may quote the traffic.</summary>
public sealed class FaultTests
{
    private const string Secret = "ada.secret";

    private const string Definition = """{"id":"initech","displayName":"Initech","organizations":[{"issuer":"ISSUER","organizationId":"org_initech"}]}""";

    [Fact]
    public async Task FaultOnTheWay_Is500AndLoggedByItsPlace()
    {
        using var logs = new LogRecorder();
        await using var world = await GatewayWorld.StartAsync(services: services =>
        {
            logs.AddTo(services);
            services.AddSingleton<ITenantDirectory, FailingDirectory>();
        });

        AssertInternal(await Answer.ReadAsync(await world.SendAsync(null, HttpMethod.Get, "crm/contacts")));
        Assert.Contains(logs.Lines, line => line.Contains(" 9501: ", StringComparison.Ordinal) && line.Contains(nameof(FailingDirectory), StringComparison.Ordinal));
        Assert.DoesNotContain(logs.Lines, line => line.Contains(Secret, StringComparison.Ordinal));
    }

    [Fact]
    public async Task FaultWhileForwarding_Is500AndNotTheServices()
    {
        using var logs = new LogRecorder();
        await using var world = await GatewayWorld.StartAsync(services: services =>
        {
            logs.AddTo(services);
            services.AddSingleton<ITransformProvider, FailingTransforms>();
        });

        AssertInternal(await Answer.ReadAsync(await world.SendAsync("agent@acme", HttpMethod.Get, "crm/contacts")));
        Assert.DoesNotContain(logs.Lines, line => line.Contains(Secret, StringComparison.Ordinal));
    }

    [Fact]
    public async Task FaultOfTheDatabase_Is500()
    {
        await using var world = await GatewayWorld.StartAsync();
        await using (var connection = TestDatabase.Stranger(Path.Combine(world.StateDirectory, "gateway")))
        {
            await connection.ExecuteAsync("ALTER TABLE tenant_organizations RENAME TO hidden");
        }

        using var request = LoopbackClient.Request(HttpMethod.Post, "admin/tenants", Definition.Replace("ISSUER", world.Issuer.AbsoluteUri, StringComparison.Ordinal))
            .With("Authorization", $"Bearer {await world.TokenAsync("admin@operator")}").With("X-Reason", "test");

        AssertInternal(await Answer.ReadAsync(await world.Admin.SendAsync(request)));
    }

    private static void AssertInternal(Answer answer)
    {
        Assert.Equal((500, "internal_error"), (answer.Status, answer.Reason));
        foreach (var inner in (string[])[Secret, "Exception", "Sqlite", "tenant_organizations", "System.", " at "]) Assert.DoesNotContain(inner, answer.Text, StringComparison.Ordinal);
    }

    private sealed class FailingDirectory : ITenantDirectory
    {
        public IReadOnlyCollection<Tenant> All => [];

        public Tenant? Find(TenantId id) => null;

        public Tenant? FindByOrganization(string issuer, string organizationId) => null;

        public Tenant FindByHost(string host) => throw new InvalidOperationException(Secret);

        public ValueTask ReloadAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;
    }

    private sealed class FailingTransforms : ITransformProvider
    {
        public void ValidateRoute(TransformRouteValidationContext context)
        {
        }

        public void ValidateCluster(TransformClusterValidationContext context)
        {
        }

        public void Apply(TransformBuilderContext context) => context.AddRequestTransform(_ => throw new InvalidOperationException(Secret));
    }
}

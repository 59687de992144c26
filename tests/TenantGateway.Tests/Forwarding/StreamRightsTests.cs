using System.Net.WebSockets;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using TenantGateway.Core.Access;
using TenantGateway.Core.Sessions;
using TenantGateway.Core.Tenants;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Forwarding;

/// <summary>No stream outlives the token that opened it, or its tenant.</summary>
public sealed class StreamRightsTests : IAsyncLifetime
{
    private readonly LogRecorder _logs = new();
    private SuspendableTenants? _tenants;
    private GatewayWorld? _world;
    private LiveService? _service;

    private GatewayWorld World => _world ?? throw new InvalidOperationException("Not started.");

    private LiveService Service => _service ?? throw new InvalidOperationException("Not started.");

    public async Task InitializeAsync() => (_world, _service) = await OpaqueWorld.StartAsync(new Dictionary<string, string?> { ["Logging:LogLevel:TenantGateway"] = "Information" }, services =>
    {
        _logs.AddTo(services);
        var own = services.Last(service => service.ServiceType == typeof(ITenantDirectory)).ImplementationFactory ?? throw new InvalidOperationException("The directory is registered in another way.");
        services.AddSingleton<ITenantDirectory>(provider => _tenants = new SuspendableTenants((ITenantDirectory)own(provider)));
    });

    public async Task DisposeAsync()
    {
        await World.DisposeAsync();
        await Service.DisposeAsync();
        _logs.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task WebSocketWhoseTokenExpires_IsEnded(bool http2)
    {
        Service.Handle = ChatterAsync;
        using var socket = await World.ConnectAsync("live/a", http2, more: "&mfa=true&lifetime=3");

        await Assert.ThrowsAsync<WebSocketException>(() => ListenAsync(socket));

        await AssertToldAsync("TokenExpired");
    }

    [Fact]
    public async Task WebSocketOfARevokedLogin_IsEnded()
    {
        Service.Handle = ChatterAsync;
        using var socket = await World.ConnectAsync("live/a");
        var revocations = World.Gateway.Services.GetRequiredService<IRevocations>();

        await revocations.RevokeAsync([new RevocationOrder(RevocationKind.Organization, World.Issuer.AbsoluteUri, "org_acme", null)], ActorId.System, CancellationToken.None);

        await Assert.ThrowsAsync<WebSocketException>(() => ListenAsync(socket));
        await AssertToldAsync("LoginRevoked");
    }

    [Fact]
    public async Task EventStreamOfASuspendedTenant_IsEnded()
    {
        Service.Handle = async context =>
        {
            context.Response.ContentType = "text/event-stream";
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.WriteAsync("data: x\n\n");
                await Task.Delay(100);
            }
        };
        using var answer = await World.StartAsync(await World.RequestAsync(HttpMethod.Get, "live/a"));
        using var body = await answer.Content.ReadAsStreamAsync();
        await body.ReadExactlyAsync(new byte[9]);

        (_tenants ?? throw new InvalidOperationException()).Suspended = true;

        await Assert.ThrowsAnyAsync<Exception>(() => body.CopyToAsync(Stream.Null));
        await AssertToldAsync("TenantInactive");
    }

    [Fact]
    public async Task CallThatWaitsWhenItsTenantIsSuspended_Is403()
    {
        var asked = new TaskCompletionSource();
        Service.Handle = context =>
        {
            asked.SetResult();
            return Task.Delay(Timeout.Infinite, context.RequestAborted);
        };
        var answering = World.StartAsync(await World.RequestAsync(HttpMethod.Post, "h2/a", new StreamedContent("application/grpc", _ => Task.CompletedTask), http2: true));
        await asked.Task;

        (_tenants ?? throw new InvalidOperationException()).Suspended = true;

        var answer = await Answer.ReadAsync(await answering);
        Assert.Equal((403, "tenant_suspended"), (answer.Status, answer.Reason));
    }

    [Fact]
    public async Task StreamOfAnActiveTenant_GoesOn()
    {
        Service.Handle = ChatterAsync;
        using var socket = await World.ConnectAsync("live/a");

        for (var i = 0; i < 25; i++) Assert.Equal(WebSocketMessageType.Text, (await socket.ReceiveAsync(new byte[1], CancellationToken.None)).MessageType);
        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
    }

    [Theory]
    [InlineData("unbound", "OrganizationUnbound")]
    [InlineData("limited", "TenantChanged")]
    [InlineData("placed", "TenantChanged")]
    [InlineData("gone over", "OrganizationUnbound")]
    public async Task StreamWhoseTenantIsDefinedAnew_IsEnded(string change, string cause)
    {
        Service.Handle = ChatterAsync;
        using var socket = await World.ConnectAsync("live/a");
        Assert.Equal(WebSocketMessageType.Text, (await socket.ReceiveAsync(new byte[1], CancellationToken.None)).MessageType);
        var elsewhere = new OrganizationBinding(World.Issuer.AbsoluteUri, "org_elsewhere");
        switch (change)
        {
            case "limited":
                await World.LimitAsync("acme", "contacts.support");
                break;
            case "placed":
                await World.PlaceAsync("acme", "mars");
                break;
            default:
                var former = World.Gateway.Services.GetRequiredService<ITenantDirectory>().Find(TenantId.Parse("acme"))?.Organizations[0] ?? throw new InvalidOperationException();
                await World.DefineAsync("acme", acme => acme with { Organizations = [elsewhere] });
                // As when a company is sold: what was opened as the one tenant's does not go on as the other's.
                if (change == "gone over") await World.DefineAsync("globex", globex => globex with { Organizations = [.. globex.Organizations, former] });
                break;
        }

        await Assert.ThrowsAsync<WebSocketException>(() => ListenAsync(socket));

        await AssertToldAsync(cause);
    }

    [Fact]
    public async Task StreamOfATenantThatIsOnlyRenamed_GoesOn()
    {
        Service.Handle = ChatterAsync;
        using var socket = await World.ConnectAsync("live/a");

        await World.DefineAsync("acme", acme => acme with { DisplayName = "Other", Quotas = new QuotaOverrides(Burst: 5), Hosts = ["other.localhost"], Organizations = [acme.Organizations[0] with { Label = "Head" }] });

        for (var i = 0; i < 25; i++) Assert.Equal(WebSocketMessageType.Text, (await socket.ReceiveAsync(new byte[1], CancellationToken.None)).MessageType);
        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
    }

    private Task AssertToldAsync(string cause) => Eventually.IsTrueAsync(
        () => _logs.Lines.Any(line => line.Contains("5003: The exchange on route live was ended", StringComparison.Ordinal) && line.Contains(cause, StringComparison.Ordinal)));

    private static async Task ChatterAsync(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        while (!context.RequestAborted.IsCancellationRequested)
        {
            await socket.SendAsync("x"u8.ToArray(), WebSocketMessageType.Text, true, context.RequestAborted);
            await Task.Delay(100);
        }
    }

    private static async Task ListenAsync(ClientWebSocket socket)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (true) await socket.ReceiveAsync(new byte[1], deadline.Token);
    }

    private sealed class SuspendableTenants(ITenantDirectory own) : ITenantDirectory
    {
        public bool Suspended { get; set; }

        public IReadOnlyCollection<Tenant> All => own.All;

        public Tenant? Find(TenantId id) => own.Find(id) is { } tenant ? tenant with { State = Suspended ? TenantState.Suspended : tenant.State } : null;

        public Tenant? FindByOrganization(string issuer, string organizationId) => own.FindByOrganization(issuer, organizationId) is { } tenant ? Find(tenant.Id) : null;

        public Tenant? FindByHost(string host) => own.FindByHost(host);

        public ValueTask ReloadAsync(CancellationToken cancellationToken) => own.ReloadAsync(cancellationToken);
    }
}

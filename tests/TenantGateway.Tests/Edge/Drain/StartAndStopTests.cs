using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using TenantGateway.Demo.Gateways;
using TenantGateway.Edge.Drain;
using TenantGateway.Tests.Demo;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Edge.Drain;

public sealed class StartAndStopTests : IDisposable
{
    private readonly TemporaryDirectory _state = new();

    public void Dispose() => _state.Dispose();

    // As service managers may be told to, in place of SIGTERM.
    [Fact]
    public async Task InterruptInProduction_Waits()
    {
        var port = DemoProcess.FreePortBase();
        await using var gateway = ChildProgram.Start(
            ChildProgram.Dotnet("TenantGateway"),
            [("ASPNETCORE_ENVIRONMENT", "Production"), .. Settings(port).Select(setting => (setting.Key.Replace(":", "__", StringComparison.Ordinal), (string?)setting.Value))]);
        using var admin = LoopbackClient.Create(new Uri(At(port + 1)));
        await Eventually.IsTrueAsync(async () => gateway.HasExited || await StatusAsync(admin) == 200, "the gateway is ready");
        await gateway.SignalAsync("-INT");

        await Eventually.IsTrueAsync(async () => gateway.HasExited || await StatusAsync(admin) == 503, "the gateway is not ready");
        Assert.False(gateway.HasExited, gateway.Error);
        Assert.True(await gateway.ExitAsync() == 0, gateway.Error);
        Assert.Contains("Draining: not ready from now on, and still serving for 2 s.", gateway.Output, StringComparison.Ordinal);
        Assert.Equal("", gateway.Error);
    }

    [Fact]
    public async Task StopBeforeTheStartIsOver_IsOrderly()
    {
        var stopped = false;
        var host = Create(services => services.AddHostedService(provider => new Interrupter(provider.GetRequiredService<IHostApplicationLifetime>(), () => stopped = true)));

        Assert.Equal(0, await GatewayStartup.RunAsync(() => host));
        Assert.True(stopped);
    }

    [Fact]
    public void TimeToStop_LeavesTheOthersSomeAfterTheServer()
    {
        using var host = Create(_ => { });

        Assert.Equal(TimeSpan.FromSeconds(17) + ServerDrain.TimeOfOthers, host.Services.GetRequiredService<IOptions<HostOptions>>().Value.ShutdownTimeout);
        Assert.IsType<SignalLifetime>(host.Services.GetRequiredService<IHostLifetime>());
    }

    [Theory]
    [InlineData("WaitSeconds", "601")]
    [InlineData("WaitSeconds", "-1")]
    [InlineData("DeadlineSeconds", "3601")]
    [InlineData("DeadlineSeconds", "-1")]
    public void TimeOutOfRange_IsRefused(string key, string value)
    {
        using var host = Create(_ => { }, ($"Gateway:Drain:{key}", value));

        var refused = Assert.Throws<OptionsValidationException>(() => host.Services.GetRequiredService<IStartupValidator>().Validate());
        Assert.Contains($"Gateway:Drain:{key} must be 0 to ", Assert.Single(refused.Failures), StringComparison.Ordinal);
    }

    private IHost Create(Action<IServiceCollection> services, params (string Key, string Value)[] more)
    {
        var settings = Settings(DemoProcess.FreePortBase());
        foreach (var (key, value) in more) settings[key] = value;
        return Gateway.CreateHost(["--contentRoot", AppContext.BaseDirectory], configuration => configuration.AddInMemoryCollection(settings!), services);
    }

    private Dictionary<string, string> Settings(int port)
    {
        SamplePolicies.CopyTo(Path.Combine(_state.Path, "policies"));
        return new()
        {
            ["Gateway:Listen:Data"] = At(port),
            ["Gateway:Listen:Admin"] = At(port + 1),
            ["Gateway:Storage:Directory"] = Path.Combine(_state.Path, "gateway"),
            ["Gateway:Keys:Local:Directory"] = Path.Combine(_state.Path, "keys"),
            ["Gateway:Keys:Local:AllowInProduction"] = "local-keys-in-production",
            ["Gateway:Policies:Directory"] = Path.Combine(_state.Path, "policies"),
            ["Gateway:Issuers:0:Issuer"] = "https://login.example.com/",
            ["Gateway:Issuers:0:DataAudience"] = "https://api.example.com",
            ["Gateway:Drain:WaitSeconds"] = "2",
            ["Gateway:Drain:DeadlineSeconds"] = "17",
        };
    }

    private static async Task<int> StatusAsync(HttpClient admin)
    {
        try
        {
            using var response = await admin.GetAsync("healthz/ready");
            return (int)response.StatusCode;
        }
        catch (HttpRequestException)
        {
            return 0;
        }
    }

    private static string At(int port) => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}");

    /// <summary>Stops the host while it starts, as a signal does.</summary>
    private sealed class Interrupter(IHostApplicationLifetime application, Action stopped) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            application.StopApplication();
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken)
        {
            stopped();
            return Task.CompletedTask;
        }
    }
}

using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Forwarding;

/// <summary>
/// A gateway whose shared cluster <c>crm</c> has a destination in <c>eu</c> and one in <c>us</c>, with a cluster of its own for each tenant, and a route <c>/mail</c> to a cluster
/// without regions.
/// </summary>
internal sealed class PlacedWorld : IAsyncDisposable
{
    private PlacedWorld(RecordingService[] services, GatewayWorld world, LogRecorder logs) => (Eu, Us, Acme, Globex, Mail, World, Logs) = (services[0], services[1], services[2], services[3], services[4], world, logs);

    public GatewayWorld World { get; }

    public LogRecorder Logs { get; }

    public RecordingService Eu { get; }

    public RecordingService Us { get; }

    public RecordingService Acme { get; }

    public RecordingService Globex { get; }

    public RecordingService Mail { get; }

    private IEnumerable<RecordingService> All => [Eu, Us, Acme, Globex, Mail];

    public static async Task<PlacedWorld> StartAsync(params (string Key, string? Value)[] more)
    {
        var services = new List<RecordingService>();
        for (var i = 0; i < 5; i++) services.Add(await RecordingService.StartAsync());
        var logs = new LogRecorder();
        var settings = new Dictionary<string, string?>
        {
            ["ReverseProxy:Clusters:crm:Destinations:only:Address"] = services[0].Address.AbsoluteUri,
            ["ReverseProxy:Clusters:crm:Destinations:only:Metadata:Region"] = "eu",
            ["ReverseProxy:Clusters:crm:Destinations:far:Address"] = services[1].Address.AbsoluteUri,
            ["ReverseProxy:Clusters:crm:Destinations:far:Metadata:Region"] = "us",
            ["ReverseProxy:Clusters:acme-crm:Destinations:a:Address"] = services[2].Address.AbsoluteUri,
            ["ReverseProxy:Clusters:acme-crm:Metadata:Tenant"] = "acme",
            ["ReverseProxy:Clusters:acme-crm:Metadata:Region"] = "eu",
            ["ReverseProxy:Clusters:globex-crm:Destinations:a:Address"] = services[3].Address.AbsoluteUri,
            ["ReverseProxy:Clusters:globex-crm:Metadata:Tenant"] = "globex",
            ["ReverseProxy:Clusters:mail:Destinations:a:Address"] = services[4].Address.AbsoluteUri,
            ["ReverseProxy:Routes:mail:ClusterId"] = "mail",
            ["ReverseProxy:Routes:mail:Match:Path"] = "/mail/{**rest}",
            ["ReverseProxy:Routes:mail:Metadata:Policy"] = "contacts",
        };
        foreach (var (key, value) in more) settings[key] = value;
        try
        {
            return new PlacedWorld([.. services], await GatewayWorld.StartAsync(settings, services: logs.AddTo), logs);
        }
        catch
        {
            foreach (var service in services) await service.DisposeAsync();
            throw;
        }
    }

    /// <summary>Asks once, and says what came of it and which services were asked.</summary>
    public async Task<(int Status, string? Reason, string Asked)> AskAsync(string user, string path = "crm/contacts", Action<HttpRequestMessage>? change = null)
    {
        foreach (var service in All) service.Received.Clear();
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {await World.TokenAsync(user)}");
        change?.Invoke(request);
        var answer = await Answer.ReadAsync(await World.Client.SendAsync(request));
        return (answer.Status, answer.Reason, Asked());
    }

    /// <summary>All services that somebody of that tenant reaches in many requests.</summary>
    public async Task<string> ReachAsync(string user, int times = 20)
    {
        var reached = new SortedSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < times; i++) reached.UnionWith((await AskAsync(user)).Asked.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        return string.Join(' ', reached);
    }

    /// <summary>Changes a setting while the gateway runs, as a file that is read again would.</summary>
    public void Set(string key, string? value)
    {
        var configuration = (IConfigurationRoot)World.Gateway.Services.GetRequiredService<IConfiguration>();
        configuration[key] = value;
        configuration.Reload();
    }

    public async ValueTask DisposeAsync()
    {
        await World.DisposeAsync();
        foreach (var service in All) await service.DisposeAsync();
    }

    private string Asked() => string.Join(' ', new[] { ("eu", Eu), ("us", Us), ("acme", Acme), ("globex", Globex), ("mail", Mail) }.Where(named => !named.Item2.Received.IsEmpty).Select(named => named.Item1));
}

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TenantGateway.Demo.IdentityProvider;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Leakage;

/// <summary>Alone, because it listens to the whole process.</summary>
[CollectionDefinition(nameof(LeakageTests), DisableParallelization = true)]
[Collection(nameof(LeakageTests))]
public sealed class LeakageTests
{
    internal static readonly Dictionary<string, string?> Settings = new()
    {
        // An operator who wants to see everything, in every way there is to say it.
        ["Logging:LogLevel:Default"] = "Trace",
        ["Logging:LogLevel:Microsoft"] = "Trace",
        ["Logging:LogLevel:Microsoft.AspNetCore"] = "Trace",
        ["Logging:LogLevel:Microsoft.AspNetCore.Hosting.Diagnostics"] = "Trace",
        ["Logging:LogLevel:Microsoft.AspNetCore.Routing.Matching.DfaMatcher"] = "Trace",
        ["Logging:LogLevel:Yarp"] = "Trace",
        ["Logging:LogLevel:Yarp.ReverseProxy.Forwarder.HttpForwarder"] = "Trace",
        ["Logging:LogLevel:System"] = "Trace",
        ["Logging:Telemetry:LogLevel:Default"] = "Trace",
        ["Logging:Telemetry:LogLevel:Microsoft"] = "Trace",
        ["Logging:Telemetry:LogLevel:Yarp"] = "Trace",
        ["Logging:Console:LogLevel:Default"] = "None",
        ["Gateway:Policies:PollSeconds"] = "1",
        ["Gateway:Content:MaxUnitBytes"] = "65536",
        ["ReverseProxy:Routes:dead:ClusterId"] = "dead",
        ["ReverseProxy:Routes:dead:Match:Path"] = "/dead/{**rest}",
        ["ReverseProxy:Routes:dead:Metadata:Policy"] = "contacts",
        ["ReverseProxy:Clusters:dead:Destinations:only:Address"] = "http://127.0.0.1:1/",
        ["ReverseProxy:Clusters:crm:HttpRequest:ActivityTimeout"] = "00:00:02",
    };

    [Fact]
    public async Task RichTraffic_LeavesNothingClearAnywhere()
    {
        var evidence = new Evidence();
        var tokens = new List<string>();
        using (var telemetry = new Telemetry(evidence))
        await using (var world = await GatewayWorld.StartAsync(Settings, services: services => services.AddSingleton<ILoggerProvider>(telemetry)))
        {
            var traffic = new RichTraffic(world, evidence);
            await traffic.RunAsync();
            tokens.AddRange(traffic.Tokens);
            evidence.AddFiles(world.StateDirectory);
        }

        Assert.All(["log TenantGateway.", "trace Microsoft.AspNetCore", "metric TenantGateway", "answer 4", "answer 5", "file gateway"], place => Assert.True(evidence.CountOf(place) > 0, place));
        var found = evidence.Find(SecretsOf(tokens));
        Assert.True(found.Count == 0, string.Join('\n', found));
    }

    internal static Secret[] SecretsOf(IEnumerable<string> tokens) =>
    [
        .. PersonalData.Values.Select(value => new Secret(value)),
        .. DemoAccounts.All.Select(account => new Secret(account.Subject)),
        // The payload of a token holds the subject; its signature lets one use it.
        .. tokens.Distinct().SelectMany(token => token.Split('.')[1..]).Select(part => new Secret(part)),
    ];
}

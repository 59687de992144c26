using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using TenantGateway.Diagnostics;
using TenantGateway.Tests.Demo;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Diagnostics;

public sealed class HealthTests
{
    private static readonly string[] Names = ["audit", "certificates", "issuers", "keys", "policies", "startup", "storage", "tenants"];

    [Fact]
    public async Task Health_IsOpenOnTheAdminPlaneAndNamesEveryCheck()
    {
        await using var world = await GatewayWorld.StartAsync();

        foreach (var probe in (string[])["ready", "startup"])
        {
            var seen = await HealthProbe.AskAsync(world, probe);
            Assert.Equal((200, "healthy"), (seen.Status, seen.Verdict));
            Assert.Empty(Names.Except(seen.Checks.Select(check => check.Key)));
        }

        var live = await HealthProbe.AskAsync(world, "live");
        Assert.Equal((200, "healthy", 0), (live.Status, live.Verdict, live.Checks.Count));
    }

    [Theory]
    [InlineData("healthz/live")]
    [InlineData("healthz/ready")]
    [InlineData("healthz/startup")]
    public async Task Probe_IsNotStoredAndHasAHead(string path)
    {
        await using var world = await GatewayWorld.StartAsync();

        using var get = await world.Admin.GetAsync(path);
        Assert.Equal(("no-store", "application/json"), (get.Headers.CacheControl?.ToString(), get.Content.Headers.ContentType?.ToString()));
        using var head = await world.Admin.SendAsync(LoopbackClient.Request(HttpMethod.Head, path));
        Assert.Equal((HttpStatusCode.OK, "no-store", ""), (head.StatusCode, head.Headers.CacheControl?.ToString(), await head.Content.ReadAsStringAsync()));
        using var post = await world.Admin.SendAsync(LoopbackClient.Request(HttpMethod.Post, path));
        Assert.Equal(HttpStatusCode.MethodNotAllowed, post.StatusCode);
        Assert.Equal(["GET", "HEAD"], post.Content.Headers.Allow.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task CheckThatThrows_IsDegradedWithoutItsMessage()
    {
        using var logs = new LogRecorder();
        await using var world = await GatewayWorld.StartAsync(services: services =>
        {
            logs.AddTo(services);
            services.AddHealthChecks()
                .AddCheck("broken", () => throw new InvalidOperationException("/var/lib/secret does not open"))
                .AddCheck("described", () => HealthCheckResult.Degraded("It does not answer.", new InvalidOperationException("/var/lib/secret does not open")));
        });

        var seen = await HealthProbe.AskAsync(world, "ready");

        Assert.Equal((200, "degraded"), (seen.Status, seen.Verdict));
        Assert.Equal(["broken", "described"], seen.Troubled);
        Assert.Equal("It does not answer.", seen.Checks["described"]?["description"]?.ToString());
        Assert.DoesNotContain("secret", seen.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(world.StateDirectory, seen.Text, StringComparison.Ordinal);
        Assert.Single(logs.Lines, line => line.Contains(" 9503: Health: broken is Degraded", StringComparison.Ordinal));
        Assert.DoesNotContain(logs.Lines, line => line.Contains("secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ChecksThatHang_DoNotHangAProbeAndAreNotAskedAgain()
    {
        var asked = 0;
        var never = new TaskCompletionSource();
        await using var world = await GatewayWorld.StartAsync(services: services => services.AddHealthChecks()
            .AddAsyncCheck("hanging", async () =>
            {
                Interlocked.Increment(ref asked);
                await never.Task;
                return HealthCheckResult.Healthy();
            }));

        for (var i = 0; i < 2; i++)
        {
            var ready = HealthProbe.AskAsync(world, "ready");
            Assert.Equal(200, (await HealthProbe.AskAsync(world, "live")).Status);
            var seen = await ready.WaitAsync(TimeSpan.FromSeconds(15));
            Assert.Equal((200, "degraded"), (seen.Status, seen.Verdict));
            // Where the machine is busy, others may be late for once.
            Assert.Contains("hanging", seen.Troubled);
            await HealthProbe.TroubledAsync(world, "hanging");
            await Task.Delay(HealthReports.Shared + TimeSpan.FromMilliseconds(200));
        }

        Assert.Equal(1, asked);
        never.SetResult();
        await HealthProbe.TroubledAsync(world);
    }

    [Fact]
    public async Task CheckThatTakesLongToCancel_DoesNotHangAProbe()
    {
        using var isCancelled = new ManualResetEventSlim();
        await using var world = await GatewayWorld.StartAsync(services: services => services.AddHealthChecks()
            .AddAsyncCheck("stubborn", async cancellationToken =>
            {
                await using var asks = cancellationToken.Register(isCancelled.Wait);
                await Task.Delay(Timeout.Infinite, cancellationToken);
                return HealthCheckResult.Healthy();
            }));

        var seen = await HealthProbe.AskAsync(world, "ready").WaitAsync(TimeSpan.FromSeconds(15));
        isCancelled.Set();

        Assert.Equal((200, "degraded"), (seen.Status, seen.Verdict));
        Assert.Contains("stubborn", seen.Troubled);
        await HealthProbe.TroubledAsync(world, "stubborn");
    }

    [Fact]
    public async Task UnhealthyCheck_MakesUnreadyAndLeavesTheStartAlone()
    {
        var ending = false;
        await using var world = await GatewayWorld.StartAsync(services: services => services.AddHealthChecks()
            .AddCheck("ending", () => ending ? HealthCheckResult.Unhealthy("It is about to end.") : HealthCheckResult.Healthy()));
        Assert.Equal(200, (await HealthProbe.AskAsync(world, "ready")).Status);

        ending = true;

        await Eventually.IsTrueAsync(async () => (await HealthProbe.AskAsync(world, "ready")) is { Status: 503, Verdict: "unhealthy" });
        Assert.Equal((200, 200), ((await HealthProbe.AskAsync(world, "startup")).Status, (await HealthProbe.AskAsync(world, "live")).Status));
    }

    [Fact]
    public async Task BeforeTheEndOfTheStart_LiveAndNeitherReadyNorStarted()
    {
        var seen = new Dictionary<string, int>();
        await using (await GatewayWorld.StartAsync(services: services => services.AddSingleton<IHostedService>(provider => new Latecomer(provider.GetRequiredService<IServer>(), seen))))
        {
            Assert.Equal((200, 503, 503), (seen["live"], seen["ready"], seen["startup"]));
        }
    }

    [Fact]
    public async Task FloodOfProbes_IsOneEvaluationAtATime()
    {
        int evaluations = 0, running = 0, most = 0;
        await using var world = await GatewayWorld.StartAsync(services: services => services.AddHealthChecks().AddAsyncCheck("counting", async () =>
        {
            Interlocked.Increment(ref evaluations);
            most = Math.Max(most, Interlocked.Increment(ref running));
            await Task.Delay(50);
            Interlocked.Decrement(ref running);
            return HealthCheckResult.Healthy();
        }));

        var started = TimeProvider.System.GetTimestamp();
        await Parallel.ForEachAsync(Enumerable.Range(0, 500), async (_, _) => Assert.Equal(200, (await HealthProbe.AskAsync(world, "ready")).Status));

        Assert.Equal(1, most);
        Assert.InRange(evaluations, 1, 2 + (int)(TimeProvider.System.GetElapsedTime(started) / HealthReports.Shared));
    }

    /// <summary>Starts after the listeners, and probes while it does.</summary>
    private sealed class Latecomer(IServer server, Dictionary<string, int> seen) : IHostedService
    {
        public async Task StartAsync(CancellationToken cancellationToken)
        {
            using var client = LoopbackClient.Create(new Uri((server.Features.Get<IServerAddressesFeature>()?.Addresses ?? []).Last()));
            foreach (var probe in (string[])["live", "ready", "startup"])
            {
                using var response = await client.GetAsync($"healthz/{probe}", cancellationToken);
                seen[probe] = (int)response.StatusCode;
            }
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

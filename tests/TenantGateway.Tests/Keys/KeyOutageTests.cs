using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using TenantGateway.Core.Keys;
using TenantGateway.Tests.Protection;
using TenantGateway.Tests.World;
using Xunit.Abstractions;

namespace TenantGateway.Tests.Keys;

/// <summary>What callers see of a key service that does not answer or refuses, through the whole gateway.</summary>
public sealed class KeyOutageTests(ITestOutputHelper output)
{
    private const string Contact = """{"email":"ada@example.org"}""";

    private static readonly Dictionary<string, string?> Quick = new() { ["Gateway:Keys:ProbeSeconds"] = "1", ["Gateway:Keys:Tenants:acme:GraceSeconds"] = "4" };

    [Fact]
    public async Task Outage_IsSeenOnlyAfterTheGraceAndOnlyByItsTenant()
    {
        await using var faulty = await FaultyWorld.StartAsync(settings: Quick);
        await faulty.ResetAsync();
        faulty.Keys.Failing = KeyServiceFailure.Unavailable;

        var served = Stopwatch.StartNew();
        var refused = await SendUntilRefusedAsync(faulty);
        output.WriteLine($"A grace of 4 s: served for {served.Elapsed.TotalSeconds:F1} s without the key service.");
        // Counted from the last good unwrap, which was at most a second old.
        Assert.InRange(served.Elapsed.TotalSeconds, 2.5, 15);
        Assert.Equal((503, "key_service_unavailable", "5"), (refused.Status, refused.Reason, refused.Headers.RetryAfter?.ToString()));
        // Also what needs no key.
        Assert.Equal("key_service_unavailable", (await faulty.SendAsync("agent@acme", HttpMethod.Post, "partner/x", "{}")).Reason);
        Assert.Equal(200, (await faulty.SendAsync("agent@globex", HttpMethod.Post, "crm/contacts", Contact)).Status);

        faulty.Keys.Failing = null;
        await Eventually.IsTrueAsync(async () => (await faulty.SendAsync("agent@acme", HttpMethod.Post, "crm/contacts", Contact)).Status == 200);
    }

    [Fact]
    public async Task Denial_IsSeenAtOnceByItsTenantAloneAndTakenBack()
    {
        await using var faulty = await FaultyWorld.StartAsync(settings: Quick);
        await faulty.ResetAsync();
        (faulty.Keys.Only, faulty.Keys.Failing) = ("acme", KeyServiceFailure.Denied);

        var served = Stopwatch.StartNew();
        var refused = await SendUntilRefusedAsync(faulty);
        output.WriteLine($"With a probe a second: denied after {served.Elapsed.TotalSeconds:F1} s.");
        Assert.InRange(served.Elapsed.TotalSeconds, 0, 10);
        Assert.Equal((403, "tenant_key_unavailable"), (refused.Status, refused.Reason));
        faulty.World.Service.Reset();
        foreach (var user in (string[])["agent@acme", "analyst@acme"])
        {
            Assert.Equal("tenant_key_unavailable", (await faulty.SendAsync(user, HttpMethod.Post, "partner/x", "{}")).Reason);
            Assert.Equal("tenant_key_unavailable", (await faulty.SendAsync(user, HttpMethod.Get, "crm/contacts/1")).Reason);
        }

        Assert.Empty(faulty.World.Service.Received);
        Assert.Equal(200, (await faulty.SendAsync("agent@globex", HttpMethod.Post, "crm/contacts", Contact)).Status);

        faulty.Keys.Failing = null;
        await Eventually.IsTrueAsync(async () => (await faulty.SendAsync("agent@acme", HttpMethod.Post, "crm/contacts", Contact)).Status == 200);
        Assert.Contains(await faulty.World.AuditAsync("acme"), record => record["event"] == "key.revoked");
    }

    [Fact]
    public async Task AnswerOnItsWayWhenTheKeyIsDenied_IsWithheldAlsoWithoutFields()
    {
        await using var faulty = await FaultyWorld.StartAsync(settings: Quick);
        await faulty.ResetAsync();
        var state = faulty.World.Gateway.Services.GetRequiredService<ITenantKeyState>();
        faulty.World.Service.Answer = async (context, _) =>
        {
            (faulty.Keys.Only, faulty.Keys.Failing) = ("acme", KeyServiceFailure.Denied);
            await Eventually.IsTrueAsync(() => state.RefusalOf(KeyCacheHost.Acme) is not null);
            await RecordingService.WriteAsync(context, 200, "application/json", """{"other":"Ada"}"""u8.ToArray());
        };

        var answer = await faulty.SendAsync("agent@acme", HttpMethod.Get, "crm/contacts/1");

        Assert.Equal((403, "tenant_key_unavailable"), (answer.Status, answer.Reason));
        Assert.DoesNotContain("Ada", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SteadyState_AsksTheKeyServiceNothing()
    {
        await using var faulty = await FaultyWorld.StartAsync();
        await faulty.ResetAsync();
        var token = await faulty.World.TokenAsync("agent@acme");
        using var metrics = new MetricReader(faulty.World.Gateway.Services.GetRequiredService<IMeterFactory>());
        var before = faulty.Keys.Unwraps;
        for (var i = 0; i < 1000; i++)
        {
            using var request = Demo.LoopbackClient.Request(HttpMethod.Post, "crm/contacts", Contact);
            request.Headers.Add("Authorization", $"Bearer {token}");
            var answer = await Answer.ReadAsync(await faulty.World.Client.SendAsync(request));
            Assert.Equal((200, null), (answer.Status, answer.Reason));
        }

        Assert.Equal(0, metrics["tenantgateway.keys.unwrap.count/ok"]);
        Assert.Equal(metrics["tenantgateway.keys.probes/ok"], faulty.Keys.Unwraps - before);
    }

    // A probe may come before the first request: only the time until the refusal says what was still served.
    private static async Task<Answer> SendUntilRefusedAsync(FaultyWorld faulty)
    {
        Answer? answer = null;
        await Eventually.IsTrueAsync(async () =>
        {
            Assert.Equal(200, (await faulty.SendAsync("agent@globex", HttpMethod.Post, "crm/contacts", Contact)).Status);
            answer = await faulty.SendAsync("agent@acme", HttpMethod.Post, "crm/contacts", Contact);
            return answer.Status != 200;
        });
        return Assert.IsType<Answer>(answer);
    }
}

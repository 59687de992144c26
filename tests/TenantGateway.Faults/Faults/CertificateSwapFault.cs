using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using TenantGateway.Faults.World;
using TenantGateway.Tests.Certificates;
using TenantGateway.Tests.Demo;

namespace TenantGateway.Faults.Faults;

/// <summary>The certificate is replaced, by a good one, a broken one, and a good one again, while callers shake hands and others keep their connections.</summary>
internal sealed class CertificateSwapFault : IFault
{
    private const int Newcomers = 4;
    private const string Name = "Gateway:Tls:Certificates:0";
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly ConcurrentDictionary<string, int> _handshakes = new();
    private int _answered;
    private int _failed;
    private volatile bool _isOver;

    string IFault.Name => "certificate swap under load";

    public string Promise => "no failed handshake or request; a broken file keeps the old one and alarms";

    public async Task<Observation> RunAsync(FaultContext context, CancellationToken cancellationToken)
    {
        using var files = new TemporaryDirectory();
        using var pki = new TestPki(files.Path);
        var (certificate, key) = pki.Write("gateway", pki.Issue(["localhost"]));
        await using var world = await FaultWorld.StartAsync(cancellationToken, new()
        {
            [$"{Name}:Certificate"] = certificate,
            [$"{Name}:Key"] = key,
            ["Gateway:Certificates:PollSeconds"] = "1",
            // A new connection for each request, all from one address, is no attack here.
            ["Gateway:Limits:AddressConnectionsPerSecond"] = "100000",
            ["Gateway:Limits:AddressConnectionsBurst"] = "1000000",
            ["Gateway:Quotas:RequestsPerSecond"] = "1000000",
            ["Gateway:Quotas:Burst"] = "1000000",
        });
        var token = await world.TokenAsync("agent@acme");
        var caller = new TlsCaller(world.DataPlane, pki.Authority);
        var callers = Enumerable.Range(0, Newcomers).Select(_ => ComeAndGoAsync(caller, token)).Append(StayAsync(caller, token)).ToArray();

        var (swaps, alarms, rounds) = (0, 0, context.Short ? 1 : 3);
        for (var round = 0; round < rounds; round++)
        {
            swaps += await SwapAsync(pki, certificate, key, keyFirst: true, cancellationToken);
            TestPki.Replace(round % 2 == 0 ? certificate : key, "broken");
            await UntilAsync(async () => await IsDegradedAsync(world), cancellationToken);
            var before = _answered;
            await UntilAsync(() => Task.FromResult(_answered > before + 20), cancellationToken);
            alarms++;
            swaps += await SwapAsync(pki, certificate, key, keyFirst: false, cancellationToken);
            await UntilAsync(async () => !await IsDegradedAsync(world), cancellationToken);
        }

        _isOver = true;
        await Task.WhenAll(callers);
        var logged = $"{world.Gateway.Output}{world.Gateway.Error}".Split($"{Name} was changed and cannot be used").Length - 1;
        return Observation.Of(
            _failed == 0 && alarms == rounds && logged == rounds,
            $"{swaps} swaps and {alarms} broken files, {logged} logged: {_handshakes.Values.Sum()} handshakes with {_handshakes.Count} certificates and {_answered} requests, {_failed} failed");
    }

    /// <summary>Replaces both files, and waits until callers see it.</summary>
    private async Task<int> SwapAsync(TestPki pki, string certificate, string key, bool keyFirst, CancellationToken cancellationToken)
    {
        using var fresh = pki.Issue(["localhost"]);
        if (keyFirst) TestPki.Replace(key, TestPki.KeyOf(fresh));
        TestPki.Replace(certificate, fresh.ExportCertificatePem());
        if (!keyFirst) TestPki.Replace(key, TestPki.KeyOf(fresh));
        await UntilAsync(() => Task.FromResult(_handshakes.ContainsKey(fresh.GetSerialNumberString())), cancellationToken);
        return 1;
    }

    private static async Task<bool> IsDegradedAsync(FaultWorld world)
    {
        using var admin = LoopbackClient.Create(world.AdminPlane);
        var health = JsonNode.Parse(await admin.GetStringAsync("healthz/ready"));
        return health?["checks"]?["certificates"]?[Name] is not null;
    }

    private static async Task UntilAsync(Func<Task<bool>> condition, CancellationToken cancellationToken)
    {
        while (!await condition()) await Task.Delay(Pause, cancellationToken);
    }

    private async Task ComeAndGoAsync(TlsCaller caller, string token)
    {
        while (!_isOver)
        {
            try
            {
                await using var stream = await caller.ConnectAsync();
                _handshakes.AddOrUpdate(stream.RemoteCertificate?.GetSerialNumberString() ?? "none", 1, (_, count) => count + 1);
                var answer = await TlsCaller.ExchangeAsync(stream, $"GET /crm/contacts/1 HTTP/1.1\nHost: localhost\nAuthorization: Bearer {token}\nConnection: close\n\n");
                Count(answer.Status == 200);
            }
            catch (Exception)
            {
                Count(false);
            }
        }
    }

    private async Task StayAsync(TlsCaller caller, string token)
    {
        using var client = caller.Client();
        while (!_isOver)
        {
            try
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("https://localhost/crm/contacts/1")) { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
                using var answer = await client.SendAsync(request.With("Authorization", $"Bearer {token}"));
                Count(answer.StatusCode == HttpStatusCode.OK);
            }
            catch (Exception)
            {
                Count(false);
            }
        }
    }

    private void Count(bool isGood)
    {
        if (isGood) Interlocked.Increment(ref _answered);
        else Interlocked.Increment(ref _failed);
    }
}

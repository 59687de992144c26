using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using TenantGateway.Tests.Diagnostics;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Certificates;

/// <summary>A gateway whose certificate is replaced while callers come and go.</summary>
public sealed class CertificateReloadTests
{
    [Fact]
    public async Task SwapsUnderLoad_FailNoHandshakeAndNoRequest()
    {
        await using var tls = await TlsWorld.StartAsync(_ => new()
        {
            ["Gateway:Certificates:PollSeconds"] = "1",
            // A caller that opens a connection for each request is no attack here.
            ["Gateway:Limits:AddressConnectionsPerSecond"] = "100000",
            ["Gateway:Limits:AddressConnectionsBurst"] = "1000000",
        });
        var ask = $"GET /crm/contacts HTTP/1.1\nHost: localhost\nAuthorization: Bearer {await tls.World.TokenAsync("agent@acme")}\nConnection: close\n\n";
        using var stop = new CancellationTokenSource();
        var (answered, serials) = (0, new System.Collections.Concurrent.ConcurrentDictionary<string, int>());
        async Task CallAsync()
        {
            while (!stop.IsCancellationRequested)
            {
                await using var stream = await tls.Data.ConnectAsync();
                serials.AddOrUpdate(stream.RemoteCertificate?.GetSerialNumberString() ?? "none", 1, (_, count) => count + 1);
                Assert.Equal(200, (await TlsCaller.ExchangeAsync(stream, ask)).Status);
                Interlocked.Increment(ref answered);
            }
        }

        // One that is open all the while: a certificate is that of its handshake.
        await using var old = await tls.Data.ConnectAsync();
        var callers = Enumerable.Range(0, 4).Select(_ => CallAsync()).ToArray();
        foreach (var keyFirst in (bool[])[true, false])
        {
            using var fresh = tls.Pki.Issue(["localhost", "127.0.0.1"]);
            if (keyFirst) TestPki.Replace(tls.KeyFile, TestPki.KeyOf(fresh));
            TestPki.Replace(tls.CertificateFile, fresh.ExportCertificatePem());
            if (!keyFirst) TestPki.Replace(tls.KeyFile, TestPki.KeyOf(fresh));
            await Eventually.IsTrueAsync(() => serials.ContainsKey(fresh.GetSerialNumberString()) || callers.Any(caller => caller.IsFaulted));
        }

        await stop.CancelAsync();
        await Task.WhenAll(callers);

        Assert.Equal(3, serials.Count);
        Assert.True(answered > 20, $"{answered} answered");
        Assert.Equal(200, (await TlsCaller.ExchangeAsync(old, ask)).Status);
    }

    [Fact]
    public async Task BrokenFile_KeepsTheOldAndRaisesEveryAlarmUntilItIsMended()
    {
        await using var tls = await TlsWorld.StartAsync();
        using var gauges = new Gauges(tls.World.Gateway.Services.GetRequiredService<IMeterFactory>());
        const string Name = "Gateway:Tls:Certificates:0";
        Assert.Equal(1, gauges[$"tenantgateway.certificates.valid/{Name}"]);
        var before = await SerialAsync(tls);

        TestPki.Replace(tls.CertificateFile, "broken");
        tls.Look();

        Assert.Equal(before, await SerialAsync(tls));
        Assert.Equal(0, gauges[$"tenantgateway.certificates.valid/{Name}"]);
        Assert.Equal(1, gauges["tenantgateway.certificates.valid/Gateway:Tls:Certificates:1"]);
        Assert.Single(tls.Logs.Lines, line => line.StartsWith("Error ", StringComparison.Ordinal) && line.Contains($" 601: {Name} was changed and cannot be used", StringComparison.Ordinal));
        var health = await HealthAsync(tls);
        Assert.Equal((200, "degraded"), (health.Status, health.Verdict));
        Assert.Contains("hold no PEM certificate", $"{health.Checks["certificates"]?[Name]}", StringComparison.Ordinal);
        Assert.DoesNotContain(tls.Pki.Directory, health.Text, StringComparison.Ordinal);

        using var fresh = tls.Pki.Issue(["localhost"]);
        tls.Pki.Write("default", fresh);
        tls.Look();

        Assert.Equal(fresh.GetSerialNumberString(), await SerialAsync(tls));
        Assert.Equal(1, gauges[$"tenantgateway.certificates.valid/{Name}"]);
        Assert.Equal(new DateTimeOffset(fresh.NotAfter).ToUnixTimeSeconds(), gauges[$"tenantgateway.certificates.expires/{Name}"]);
        await Eventually.IsTrueAsync(async () => (await HealthAsync(tls)).Verdict == "healthy");
    }

    [Fact]
    public async Task CertificateThatEndsSoon_IsDegraded()
    {
        await using var tls = await TlsWorld.StartAsync(_ => new() { ["Gateway:Certificates:ExpiryWarningDays"] = "100" });

        Assert.Contains("ends at ", $"{(await HealthAsync(tls)).Checks["certificates"]?["Gateway:Tls:Certificates:2"]}", StringComparison.Ordinal);
    }

    private static async Task<string?> SerialAsync(TlsWorld tls)
    {
        await using var stream = await tls.Data.ConnectAsync();
        return stream.RemoteCertificate?.GetSerialNumberString();
    }

    private static async Task<HealthProbe> HealthAsync(TlsWorld tls)
    {
        using var client = tls.Admin.Client();
        using var response = await client.GetAsync(new Uri("https://localhost/healthz/ready"));
        return new HealthProbe((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    /// <summary>What one host's gauges say now, by name and tag.</summary>
    private sealed class Gauges : IDisposable
    {
        private readonly MeterListener _listener = new();
        private readonly Dictionary<string, long> _values = [];

        public Gauges(IMeterFactory factory)
        {
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (ReferenceEquals(instrument.Meter.Scope, factory) && instrument.Name.StartsWith("tenantgateway.certificates.", StringComparison.Ordinal)) listener.EnableMeasurementEvents(instrument);
            };
            _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => _values[$"{instrument.Name}/{tags[0].Value}"] = value);
            _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => _values[$"{instrument.Name}/{tags[0].Value}"] = value);
            _listener.Start();
        }

        public long this[string name]
        {
            get
            {
                _listener.RecordObservableInstruments();
                return _values[name];
            }
        }

        public void Dispose() => _listener.Dispose();
    }
}

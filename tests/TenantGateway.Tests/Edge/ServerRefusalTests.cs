using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using TenantGateway.Core.Access;
using TenantGateway.Core.Audit;
using TenantGateway.Tests.Keys;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Edge;

/// <summary>What the server refuses by itself, before there is a request, is counted like every other refusal, and once.</summary>
public sealed class ServerRefusalTests : IAsyncLifetime, IDisposable
{
    private readonly CountingTrail _trail = new();
    private GatewayWorld? _world;
    private MetricReader? _metrics;

    private GatewayWorld World => _world ?? throw new InvalidOperationException("Not started.");

    private MetricReader Metrics => _metrics ?? throw new InvalidOperationException("Not started.");

    public async Task InitializeAsync()
    {
        _world = await GatewayWorld.StartAsync(services: services => services.AddSingleton<IAuditTrail>(_trail));
        _metrics = new MetricReader(_world.Gateway.Services.GetRequiredService<IMeterFactory>());
    }

    public async Task DisposeAsync() => await World.DisposeAsync();

    public void Dispose() => _metrics?.Dispose();

    [Fact]
    public async Task WhatTheServerRefuses_IsCountedOnce()
    {
        var long8K = new string('a', 9000);
        (string Message, int Status)[] refused =
        [
            ("nonsense\n\n", 400),
            ("GET / HTTP/1.1\nHost: localhost\nContent-Length: +2\n\n", 400),
            ("GET / HTTP/1.1\nHost : localhost\n\n", 400),
            ("GET / HTTP/1.1\nHost: a\nHost: b\n\n", 400),
            ("POST / HTTP/1.1\nHost: localhost\nTransfer-Encoding: xchunked\n\n", 400),
            ("GET / HTTP/3.7\nHost: localhost\n\n", 505),
            ($"GET /{long8K} HTTP/1.1\nHost: localhost\n\n", 414),
            ($"GET / HTTP/1.1\nHost: localhost\n{string.Concat(Enumerable.Range(0, 6).Select(i => $"X-{i}: {long8K}\n"))}\n", 431),
        ];

        for (var i = 0; i < refused.Length; i++)
        {
            var answer = await RawHttp.ExchangeAsync(World.DataPlane, refused[i].Message);

            Assert.Equal(refused[i].Status, answer.Status);
            await Eventually.IsTrueAsync(() => _trail.Of("malformed_request") == i + 1 && Metrics["tenantgateway.refusals/malformed_request"] == i + 1);
        }
    }

    [Fact]
    public async Task BodyThatThePipelineFoundMalformed_IsCountedOnce()
    {
        var token = await World.TokenAsync("agent@acme");

        var answer = await RawHttp.ExchangeAsync(
            World.DataPlane,
            $"POST {EdgeCaller.Route} HTTP/1.1\nHost: localhost\nAuthorization: Bearer {token}\nContent-Type: application/json\nTransfer-Encoding: chunked\n\nzz\n\n");
        // Of another connection, so that whatever the first one counted is there by then.
        await RawHttp.ExchangeAsync(World.DataPlane, "GET / HTTP/1.1\nHost: localhost\nConnection: close\n\n");

        Assert.Equal(400, answer.Status);
        Assert.Equal(1, Metrics["tenantgateway.refusals/malformed_request"]);
        Assert.Equal(0, _trail.Of("malformed_request"));
        Assert.Single(_trail.Committed, entry => entry.Outcome == "malformed_request");
    }

    private sealed class CountingTrail : IAuditTrail
    {
        private readonly ConcurrentDictionary<string, int> _counts = new(StringComparer.Ordinal);

        public ConcurrentQueue<AuditEntry> Committed { get; } = new();

        public int Of(string code) => _counts.GetValueOrDefault(code);

        public ValueTask CommitAsync(AuditEntry entry, CancellationToken cancellationToken)
        {
            Committed.Enqueue(entry);
            return ValueTask.CompletedTask;
        }

        public ValueTask CommitWithoutLimitAsync(AuditEntry entry, CancellationToken cancellationToken) => CommitAsync(entry, cancellationToken);

        public void CountAnonymousRefusal(Reason reason) => _counts.AddOrUpdate(reason.Code, 1, (_, count) => count + 1);
    }
}

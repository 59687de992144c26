using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using TenantGateway.Tests.Demo;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Quotas;

public sealed class ConcurrencyQuotaTests : IAsyncLifetime
{
    private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private QuotaWorld _quotas = null!; // set before any test

    public async Task InitializeAsync() => _quotas = await QuotaWorld.StartAsync([("ConcurrentRequests", "2")]);

    public async Task DisposeAsync()
    {
        _release.TrySetResult();
        await _quotas.DisposeAsync();
    }

    [Fact]
    public async Task TenantWithAllItsRequestsUnderWay_HasToWaitWhileOthersAreServed()
    {
        Stall();
        var held = new[] { _quotas.GetAsync("agent@acme"), _quotas.GetAsync("support@acme", "acme.localhost") };
        await Eventually.IsTrueAsync(() => _quotas.World.Service.Received.Count == 2);
        Assert.Equal(1, Busiest());

        var refused = await _quotas.GetAsync("agent@acme");
        Assert.Equal((429, "tenant_concurrency_limited"), (refused.Status, refused.Reason));
        Assert.Equal("1", Assert.Single(refused.Headers.GetValues("Retry-After")));
        Assert.Equal("\"tenant-concurrency\";q=2;qu=\"concurrent-requests\"", Assert.Single(refused.Headers.GetValues("RateLimit-Policy")));
        Assert.Equal("\"tenant-concurrency\";r=0;t=1", Assert.Single(refused.Headers.GetValues("RateLimit")));

        var other = _quotas.GetAsync("agent@globex");
        await Eventually.IsTrueAsync(() => _quotas.World.Service.Received.Count == 3);
        _release.SetResult();
        foreach (var answer in await Task.WhenAll([.. held, other])) Assert.Equal(200, answer.Status);
        await AssertAllSlotsAreFreeAsync();
    }

    [Fact]
    public async Task CallerWhoHangsUp_GivesItsSlotBack()
    {
        Stall();
        for (var i = 0; i < 6; i++)
        {
            using var hangUp = new CancellationTokenSource();
            using var request = LoopbackClient.Request(HttpMethod.Get, "crm/contacts").With("Authorization", $"Bearer {await _quotas.World.TokenAsync("agent@acme")}");
            var answer = _quotas.World.Client.SendAsync(request, hangUp.Token);
            await Eventually.IsTrueAsync(() => _quotas.World.Service.Received.Count == i + 1);
            await hangUp.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
            await Eventually.IsTrueAsync(() => Busiest() == 0);
        }

        await AssertAllSlotsAreFreeAsync();
    }

    [Theory]
    [InlineData("crm/contacts", 400)]
    [InlineData("nothing", 404)]
    public async Task RefusalInside_GivesTheSlotBack(string path, int status)
    {
        for (var i = 0; i < 6; i++)
        {
            using var refused = await _quotas.World.SendAsync("agent@acme", HttpMethod.Post, path, "{");
            Assert.Equal(status, (int)refused.StatusCode);
        }

        await AssertAllSlotsAreFreeAsync();
    }

    [Fact]
    public async Task ServiceThatBreaksOff_GivesTheSlotBack()
    {
        _quotas.World.Service.Answer = (context, _) =>
        {
            context.Abort();
            return Task.CompletedTask;
        };
        for (var i = 0; i < 6; i++) Assert.Equal("service_unavailable", (await _quotas.GetAsync("agent@acme")).Reason);

        await AssertAllSlotsAreFreeAsync();
    }

    private void Stall() => _quotas.World.Service.Answer = async (context, _) =>
    {
        await _release.Task.WaitAsync(context.RequestAborted);
        await RecordingService.WriteAsync(context, 200, "application/json", "{}"u8.ToArray());
    };

    private async Task AssertAllSlotsAreFreeAsync()
    {
        // The slot is given back when the exchange has ended, which may be a moment after its caller has the answer.
        await Eventually.IsTrueAsync(() => Busiest() == 0);
        _quotas.World.Service.Reset();
        Assert.Equal([200, 200], (await Task.WhenAll(_quotas.GetAsync("agent@acme"), _quotas.GetAsync("agent@acme"))).Select(answer => answer.Status));
    }

    private double Busiest()
    {
        var meters = _quotas.World.Gateway.Services.GetRequiredService<IMeterFactory>();
        var busiest = double.NaN;
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name == "tenantgateway.quotas.busiest" && ReferenceEquals(instrument.Meter.Scope, meters)) listener.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<double>((_, value, _, _) => busiest = value);
        listener.Start();
        listener.RecordObservableInstruments();
        return busiest;
    }
}

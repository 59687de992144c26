using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using TenantGateway.Certificates;
using TenantGateway.Core.Quotas;
using TenantGateway.Quotas;
using TenantGateway.Redis;
using TenantGateway.Tests.Storage;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Redis;

/// <summary>What a process has of quotas and nothing else, asked by somebody who wants more than there is.</summary>
internal sealed class SharingProcess : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly LogRecorder _logs;
    private readonly CancellationTokenSource _end = new();
    private Task _asking = Task.CompletedTask;
    private long _accepted;

    private SharingProcess(IHost host, LogRecorder logs) => (_host, _logs) = (host, logs);

    public long Accepted => Volatile.Read(ref _accepted);

    public int Parts => _host.Services.GetRequiredService<LeaseBook>().Parts;

    /// <summary>What it last said of it.</summary>
    public bool IsShared => _logs.Lines.LastOrDefault(line => line.Contains(" 8420: ", StringComparison.Ordinal) || line.Contains(" 8421: ", StringComparison.Ordinal))?.Contains(" 8420: ", StringComparison.Ordinal) ?? false;

    public static async Task<SharingProcess> StartAsync(int port, int replicas, double perSecond, int burst, LeaseTimes? times = null)
    {
        var logs = new LogRecorder();
        var host = new HostBuilder()
            .ConfigureAppConfiguration(configuration => configuration.AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["Gateway:Redis:Endpoints:0"] = $"127.0.0.1:{port}",
                ["Gateway:Redis:Tls"] = "false",
                ["Gateway:Quotas:Replicas"] = $"{replicas}",
                ["Gateway:Quotas:RequestsPerSecond"] = $"{perSecond}",
                ["Gateway:Quotas:Burst"] = $"{burst}",
            }))
            .ConfigureServices((context, services) =>
            {
                if (times is not null) services.AddSingleton(times);
                services.AddMetrics().AddCertificates(context.Configuration).AddRedis(context.Configuration).AddQuotas(context.Configuration);
                logs.AddTo(services);
            })
            .Build();
        await host.StartAsync();
        return new SharingProcess(host, logs);
    }

    public bool TryPass(string tenant = "acme")
    {
        var quota = _host.Services.GetRequiredService<TenantQuotas>().Of(StateHost.TenantOf(tenant));
        if (quota.TryBegin(TimeProvider.System.GetElapsedTime(0)) is not null) return false;
        quota.End();
        return true;
    }

    /// <summary>Asks all the time, so often a second.</summary>
    public void Ask(int perSecond) => _asking = Task.Run(async () =>
    {
        var (began, asked) = (Stopwatch.StartNew(), 0L);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        try
        {
            while (await timer.WaitForNextTickAsync(_end.Token))
            {
                for (; asked < began.Elapsed.TotalSeconds * perSecond; asked++)
                {
                    if (TryPass()) Interlocked.Increment(ref _accepted);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Enough.
        }
    });

    public async Task StopAskingAsync()
    {
        await _end.CancelAsync();
        await _asking;
    }

    /// <summary>Ends without a word to anybody, as far as others can see.</summary>
    public async ValueTask DieAsync()
    {
        await StopAskingAsync();
        _host.Services.GetRequiredService<TenantGateway.Redis.Connections.RedisConnection>().Current?.Dispose();
        await DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAskingAsync();
        await _host.StopAsync();
        _host.Dispose();
        _end.Dispose();
        _logs.Dispose();
    }
}

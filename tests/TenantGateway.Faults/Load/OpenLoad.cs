using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using HdrHistogram;

namespace TenantGateway.Faults.Load;

/// <summary>
/// Callers who come at a fixed rate, whatever becomes of those before them, each on a connection that others used or a new one. How long an answer took counts
/// from the moment when its request was due.
/// </summary>
internal sealed class OpenLoad : IDisposable
{
    private const int PerSecond = 250;
    private const long MaxMicroseconds = 60_000_000;

    private readonly HttpClient _client;

    /// <param name="address">Where they call.</param>
    /// <param name="path">What they ask for.</param>
    /// <param name="token">Who they are.</param>
    public OpenLoad(Uri address, string path, string token)
    {
        _client = new HttpClient(new SocketsHttpHandler
        {
            UseProxy = false,
            // A good part of them opens connections, which is where attackers would bar the way.
            PooledConnectionLifetime = TimeSpan.FromMilliseconds(500),
            ConnectCallback = ConnectAsync,
        })
        { BaseAddress = address, Timeout = TimeSpan.FromSeconds(10) };
        _client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        Path = path;
    }

    private string Path { get; }

    public async Task<Measurement> MeasureAsync(TimeSpan time, CancellationToken cancellationToken)
    {
        var histogram = new LongConcurrentHistogram(1, MaxMicroseconds, 3);
        var calls = new List<Task<bool>>();
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < time.TotalSeconds * PerSecond; i++)
        {
            var due = TimeSpan.FromSeconds((double)i / PerSecond);
            var early = due - Stopwatch.GetElapsedTime(started);
            if (early > TimeSpan.Zero) await Task.Delay(early, cancellationToken);
            calls.Add(CallAsync(histogram, started, due, cancellationToken));
        }

        var answers = await Task.WhenAll(calls);
        return new Measurement(histogram.GetValueAtPercentile(99) / 1000.0, answers.Count(answer => !answer));
    }

    public void Dispose() => _client.Dispose();

    private async Task<bool> CallAsync(LongConcurrentHistogram histogram, long started, TimeSpan due, CancellationToken cancellationToken)
    {
        var isWhole = false;
        try
        {
            using var response = await _client.GetAsync(Path, cancellationToken);
            isWhole = response.StatusCode == HttpStatusCode.OK;
        }
        catch (Exception failed) when (failed is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            // Counted by the caller.
        }

        histogram.RecordValue(Math.Clamp((long)(Stopwatch.GetElapsedTime(started) - due).TotalMicroseconds, 1, MaxMicroseconds));
        return isWhole;
    }

    // From an address of their own, so that what is done against attackers is not done against them.
    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Parse("127.0.0.3"), 0));
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

/// <param name="P99">In milliseconds.</param>
/// <param name="Errors">Requests that were not answered as they should.</param>
internal sealed record Measurement(double P99, int Errors);

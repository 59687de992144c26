using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace TenantGateway.Tests.World;

/// <summary>A service behind the gateway that answers with exact bytes, silence or a reset: what no HTTP server does on purpose.</summary>
internal sealed class RawService : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _accepting;
    private int _requests;

    public RawService()
    {
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public Uri Address => new($"http://{_listener.LocalEndpoint}");

    /// <summary>How many requests have arrived whole.</summary>
    public int Requests => _requests;

    /// <summary>What to send, lines ending in LF for readability; then <see cref="Then"/>.</summary>
    public string Answer { get; set; } = "";

    public AfterAnswer Then { get; set; }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Stop();
        await _accepting;
        _listener.Dispose();
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true) connections.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stopping.Token)));
        }
        catch (Exception) when (_stopping.IsCancellationRequested)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                await ReadRequestAsync(client.GetStream());
                Interlocked.Increment(ref _requests);
                await client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(Answer.Replace("\n", "\r\n", StringComparison.Ordinal)), _stopping.Token);
                if (Then == AfterAnswer.StaySilent) await Task.Delay(Timeout.Infinite, _stopping.Token);
                if (Then == AfterAnswer.Reset) client.LingerState = new LingerOption(true, 0);
            }
            catch (Exception fault) when (fault is IOException or OperationCanceledException)
            {
                // The gateway gave up, or the test has ended.
            }
        }
    }

    private async Task ReadRequestAsync(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, Encoding.Latin1, leaveOpen: true);
        var length = 0;
        while (await reader.ReadLineAsync(_stopping.Token) is { Length: > 0 } line)
        {
            if (line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase)) length = int.Parse(line.AsSpan(15), CultureInfo.InvariantCulture);
        }

        if (length > 0) await reader.ReadBlockAsync(new char[length], _stopping.Token);
    }
}

public enum AfterAnswer
{
    Close,
    Reset,
    StaySilent,
}

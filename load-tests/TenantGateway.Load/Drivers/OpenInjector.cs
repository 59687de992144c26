using System.Diagnostics;
using System.Net;
using System.Text;
using HdrHistogram;

namespace TenantGateway.Load.Drivers;

/// <summary>
/// Requests that come at a fixed rate, whatever becomes of those before them. How long an answer took counts from the moment when its request was due, also where it
/// could not be sent then because every connection waited for an answer: otherwise whoever is slow would be asked less, and look quicker than he is.
/// </summary>
internal sealed class OpenInjector(Uri target, string token, string body)
{
    private const int Connections = 128;
    private const long MaxMicroseconds = 60_000_000;
    private const int Digits = 3;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly byte[] _request = Encoding.UTF8.GetBytes(
        $"POST {target.AbsolutePath} HTTP/1.1\r\nHost: {target.Authority}\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");

    private readonly Lock _gate = new();
    private readonly Stack<OpenConnection> _free = new();
    private readonly Queue<long> _waiting = new();
    private readonly LongHistogram _took = new(1, MaxMicroseconds, Digits);
    private int _answers;
    private int _wrong;

    /// <param name="rate">Requests a second.</param>
    /// <param name="time">How long.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<OpenFigures> RunAsync(int rate, TimeSpan time, CancellationToken cancellationToken)
    {
        var connections = Enumerable.Range(0, Connections).Select(_ => new OpenConnection()).ToArray();
        try
        {
            foreach (var connection in connections)
            {
                await connection.ConnectAsync(new IPEndPoint(IPAddress.Loopback, target.Port), cancellationToken);
                _ = connection.ReadAsync(Answered);
                _free.Push(connection);
            }

            var requests = (int)(rate * time.TotalSeconds);
            // A thread of its own, because it waits.
            await Task.Factory.StartNew(() => Send(rate, requests, cancellationToken), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            await AnsweredAsync(requests, cancellationToken);
            lock (_gate) return OpenFigures.Of(rate, _took, requests, _wrong + requests - _answers);
        }
        finally
        {
            foreach (var connection in connections) connection.Dispose();
        }
    }

    private void Send(int rate, int requests, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < requests && !cancellationToken.IsCancellationRequested; i++)
        {
            var due = started + (long)(i * (double)Stopwatch.Frequency / rate);
            Precisely.WaitUntil(due);
            OpenConnection? connection;
            lock (_gate)
            {
                if (!_free.TryPop(out connection)) _waiting.Enqueue(due);
            }

            connection?.Send(_request, due);
        }
    }

    private void Answered(OpenConnection connection, TimeSpan took, bool isRight)
    {
        long due;
        lock (_gate)
        {
            _took.RecordValue(Math.Clamp((long)took.TotalMicroseconds, 1, MaxMicroseconds));
            _answers++;
            if (!isRight) _wrong++;
            if (!_waiting.TryDequeue(out due))
            {
                _free.Push(connection);
                return;
            }
        }

        connection.Send(_request, due);
    }

    private async Task AnsweredAsync(int requests, CancellationToken cancellationToken)
    {
        for (var started = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(started) < Patience; await Task.Delay(10, cancellationToken))
        {
            lock (_gate)
            {
                if (_answers >= requests) return;
            }
        }
    }
}

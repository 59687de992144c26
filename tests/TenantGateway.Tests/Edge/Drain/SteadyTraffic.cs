using System.Collections.Concurrent;

namespace TenantGateway.Tests.Edge.Drain;

/// <summary>Callers who ask and write at a steady rate, each on a connection of its own, and put up with nothing.</summary>
internal sealed class SteadyTraffic(Uri address, string token) : IAsyncDisposable
{
    private const int Callers = 8;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);

    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentDictionary<string, int> _answers = new();
    private Task _running = Task.CompletedTask;

    public ConcurrentQueue<string> Failures { get; } = new();

    public int Answers => _answers.Values.Sum();

    public int AnswersOf(string server) => _answers.GetValueOrDefault(server);

    public void Start() => _running = Task.WhenAll(Enumerable.Range(0, Callers).Select(RunAsync));

    public async Task EndAsync()
    {
        await _end.CancelAsync();
        await _running;
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        _end.Dispose();
    }

    private async Task RunAsync(int caller)
    {
        KeepAliveCaller? connection = null;
        for (var n = 0; !_end.IsCancellationRequested; n++)
        {
            var json = n % 2 == 0 ? null : $$"""{"email":"person{{n}}of{{caller}}@example.com"}""";
            try
            {
                connection ??= await KeepAliveCaller.ConnectAsync(address, token);
                var answer = await connection.ExchangeAsync(json);
                if (answer.Status != 200 || answer.Body != (json ?? "{}")) Failures.Enqueue($"{(json is null ? "GET" : "POST")}: {answer.Status} {answer.Body}");
                _answers.AddOrUpdate(answer.Headers.GetValueOrDefault("X-Served-By", "none"), 1, (_, count) => count + 1);
                if (answer.IsLast) connection = Drop(connection);
            }
            catch (Exception broken) when (broken is IOException or System.Net.Sockets.SocketException)
            {
                Failures.Enqueue($"{(json is null ? "GET" : "POST")} {n} of {caller}: {broken.Message}");
                connection = Drop(connection);
            }

            await Task.Delay(Pause, CancellationToken.None);
        }

        connection?.Dispose();
    }

    private static KeepAliveCaller? Drop(KeepAliveCaller? connection)
    {
        connection?.Dispose();
        return null;
    }
}

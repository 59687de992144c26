using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using TenantGateway.Tests.Demo;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Keys.Rotation;

/// <summary>Callers who write contacts, read them back and search for them, new ones and old ones, as fast as they are answered.</summary>
/// <param name="client">Calls the data plane.</param>
/// <param name="token">Of a member who may write, read and search.</param>
/// <param name="callers">How many at once.</param>
internal sealed class RowTraffic(HttpClient client, string token, int callers = 6) : IAsyncDisposable
{
    private static int _instances;

    private readonly CancellationTokenSource _end = new();
    private readonly int _instance = Interlocked.Increment(ref _instances);
    private readonly ConcurrentDictionary<int, (string Id, string Email, string Name)> _written = new();
    private Task _running = Task.CompletedTask;
    private int _requests;
    private int _next;
    private int _foundOld;

    /// <summary>Requests that were not answered as they should.</summary>
    public ConcurrentQueue<string> Failures { get; } = new();

    /// <summary>Answers with other rows or values than those that were written.</summary>
    public ConcurrentQueue<string> Wrong { get; } = new();

    public bool IsWhole => Failures.IsEmpty && Wrong.IsEmpty;

    public int Requests => Volatile.Read(ref _requests);

    /// <summary>How many searches found a row that was written long before.</summary>
    public int FoundOld => Volatile.Read(ref _foundOld);

    public void Start() => _running = Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(RunAsync)));

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

    private async Task RunAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            try
            {
                var number = await WriteAsync();
                await ReadAsync(number);
                await SearchAsync(number);
                await ReadAsync(RandomNumberGenerator.GetInt32(_written.Keys.Min(), number + 1));
                await SearchAsync(_written.Keys.Min());
                Interlocked.Increment(ref _foundOld);
            }
            catch (InvalidDataException wrong)
            {
                Wrong.Enqueue(wrong.Message);
            }
            catch (Exception failed) when (failed is HttpRequestException or IOException or TaskCanceledException)
            {
                Failures.Enqueue(failed.Message);
            }
        }
    }

    private async Task<int> WriteAsync()
    {
        var number = Interlocked.Increment(ref _next);
        var (email, name) = (string.Create(CultureInfo.InvariantCulture, $"person{number}.{_instance}@example.com"), string.Create(CultureInfo.InvariantCulture, $"Person {number}"));
        var answer = await SendAsync(HttpMethod.Post, "crm/contacts", $$"""{"name":"{{name}}","email":"{{email}}"}""", 201);
        Check(answer, email, name);
        _written[number] = ($"{answer["id"]}", email, name);
        return number;
    }

    private async Task ReadAsync(int number)
    {
        if (!_written.TryGetValue(number, out var row)) return;
        Check(await SendAsync(HttpMethod.Get, $"crm/contacts/{row.Id}", null, 200), row.Email, row.Name);
    }

    private async Task SearchAsync(int number)
    {
        var row = _written[number];
        var answer = await SendAsync(HttpMethod.Get, $"crm/contacts?email={row.Email}", null, 200);
        if (answer["items"] is not JsonArray { Count: 1 } items || items[0] is not { } found) throw new InvalidDataException($"The search for {row.Email} found {answer["items"]?.ToJsonString()}.");
        Check(found, row.Email, row.Name);
    }

    private static void Check(JsonNode row, string email, string name)
    {
        if ($"{row["email"]}" != email || $"{row["name"]}" != name) throw new InvalidDataException($"Not {name} but {row.ToJsonString()}.");
    }

    private async Task<JsonNode> SendAsync(HttpMethod method, string path, string? json, int status)
    {
        using var request = LoopbackClient.Request(method, path, json).With("Authorization", $"Bearer {token}");
        var answer = await Answer.ReadAsync(await client.SendAsync(request));
        Interlocked.Increment(ref _requests);
        return answer.Status == status ? answer.Json : throw new HttpRequestException($"{method} {path}: {answer.Status} {answer.Text}");
    }
}

using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using TenantGateway.Faults.World;
using TenantGateway.Tests.Demo;
using TenantGateway.Tests.World;

namespace TenantGateway.Faults.Trail;

/// <summary>
/// Agents who read contacts again and again, whatever happens, and what they were told. A reveal is acknowledged with the head of its answer, whatever becomes of
/// the rest.
/// </summary>
internal sealed class RevealTraffic : IAsyncDisposable
{
    private const int Agents = 8;
    private const int Enough = 40;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly FaultWorld _world;
    private readonly string _agent;
    private readonly string _analyst;
    private readonly CancellationTokenSource _over = new();
    private readonly Lock _gate = new();
    private Task _reading = Task.CompletedTask;

    private RevealTraffic(FaultWorld world, string agent, string analyst) => (_world, _agent, _analyst) = (world, agent, analyst);

    /// <summary>The ids of requests whose answers carried clear values.</summary>
    public ConcurrentBag<string> Acknowledged { get; } = [];

    /// <summary>What was answered and should not have been.</summary>
    public ConcurrentBag<string> Unexpected { get; } = [];

    /// <summary>Requests that were refused because they could not be recorded.</summary>
    public int Refused { get; private set; }

    /// <summary>How long the slowest of them waited.</summary>
    public TimeSpan Slowest { get; private set; }

    public static async Task<RevealTraffic> StartAsync(FaultWorld world)
    {
        var traffic = new RevealTraffic(world, await world.TokenAsync("agent@acme"), await world.TokenAsync("analyst@acme"));
        traffic._reading = Task.WhenAll(Enumerable.Range(0, Agents).Select(traffic.ReadAsync));
        await traffic.GoesOnAsync();
        return traffic;
    }

    /// <summary>Returns when reveals are acknowledged as they should.</summary>
    public async Task GoesOnAsync()
    {
        var before = Acknowledged.Count;
        await Eventually.IsTrueAsync(() => Acknowledged.Count >= before + Enough, "reveals are acknowledged");
    }

    /// <summary>Returns when reveals are refused, and sees that what needs no record is not.</summary>
    public async Task IsRefusedAsync()
    {
        var before = Refused;
        await Eventually.IsTrueAsync(() => Refused >= before + Agents, "reveals are refused");
        using var client = LoopbackClient.Create(_world.DataPlane);
        using var answer = await client.SendAsync(LoopbackClient.Request(HttpMethod.Get, "crm/contacts/1").With("Authorization", $"Bearer {_analyst}"));
        if (answer.StatusCode != HttpStatusCode.OK) Unexpected.Add($"{(int)answer.StatusCode} for handles");
    }

    public async Task EndAsync()
    {
        await _over.CancelAsync();
        await _reading;
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        _over.Dispose();
    }

    private async Task ReadAsync(int agent)
    {
        using var client = LoopbackClient.Create(_world.DataPlane);
        string? path = null;
        while (!_over.IsCancellationRequested)
        {
            try
            {
                if (path is null) path = await WriteAsync(client, agent);
                else using (await SendAsync(client, HttpMethod.Get, path, null)) { }
            }
            catch (Exception broken) when (broken is HttpRequestException or IOException)
            {
                // Nobody is there: nothing was shown.
            }

            await Task.Delay(Pause);
        }
    }

    private async Task<string?> WriteAsync(HttpClient client, int agent)
    {
        using var response = await SendAsync(client, HttpMethod.Post, "crm/contacts", $$"""{"name":"Person {{agent}}","email":"person{{agent}}@example.com"}""");
        return response.IsSuccessStatusCode ? response.Headers.Location?.OriginalString : null;
    }

    private async Task<HttpResponseMessage> SendAsync(HttpClient client, HttpMethod method, string path, string? json)
    {
        using var request = LoopbackClient.Request(method, path, json).With("Authorization", $"Bearer {_agent}");
        var asked = Stopwatch.GetTimestamp();
        var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        var waited = Stopwatch.GetElapsedTime(asked);
        if (response.IsSuccessStatusCode) Acknowledged.Add(response.Headers.GetValues("X-Request-Id").Single());
        var body = await response.Content.ReadAsStringAsync();
        if (!response.IsSuccessStatusCode) Note((int)response.StatusCode, body, waited);
        return response;
    }

    private void Note(int status, string body, TimeSpan waited)
    {
        if (status != 503 || !body.Contains("\"audit_unavailable\"", StringComparison.Ordinal))
        {
            Unexpected.Add($"{status} {body}");
            return;
        }

        lock (_gate)
        {
            Refused++;
            if (waited > Slowest) Slowest = waited;
        }
    }
}

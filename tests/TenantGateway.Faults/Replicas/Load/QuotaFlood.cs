using TenantGateway.Faults.Replicas.World;
using TenantGateway.Tests.Demo;
using TenantGateway.Tests.World;

namespace TenantGateway.Faults.Replicas.Load;

/// <summary>Members of one tenant who ask as fast as they are answered, at every replica.</summary>
internal sealed class QuotaFlood
{
    private readonly CancellationTokenSource _end = new();
    private Task _running = Task.CompletedTask;
    private int _asked;
    private int _admitted;

    public static async Task<QuotaFlood> StartAsync(BalancedWorld world, string tenant, int callers)
    {
        var flood = new QuotaFlood();
        var token = await world.Gateway.TokenAsync($"agent@{tenant}");
        flood._running = Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(() => flood.RunAsync(world.Callers, token))));
        return flood;
    }

    /// <returns>How many were admitted, of how many.</returns>
    public async Task<(int Admitted, int Asked)> EndAsync()
    {
        await _end.CancelAsync();
        await _running;
        _end.Dispose();
        return (_admitted, _asked);
    }

    private async Task RunAsync(Uri callers, string token)
    {
        using var client = LoopbackClient.Create(callers);
        while (!_end.IsCancellationRequested)
        {
            using var request = LoopbackClient.Request(HttpMethod.Get, "crm/contacts/none").With("Authorization", $"Bearer {token}");
            var answer = await Answer.ReadAsync(await client.SendAsync(request));
            Interlocked.Increment(ref _asked);
            if (answer.Status == 404) Interlocked.Increment(ref _admitted);
            else if (answer.Status != 429) throw new InvalidOperationException($"Neither admitted nor refused: {answer.Status} {answer.Text}");
        }
    }
}

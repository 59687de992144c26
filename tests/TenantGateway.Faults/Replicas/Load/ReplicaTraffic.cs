using System.Collections.Concurrent;
using TenantGateway.Faults.Keys.World;
using TenantGateway.Faults.Replicas.World;
using TenantGateway.Tests.Demo;

namespace TenantGateway.Faults.Replicas.Load;

/// <summary>Members of two tenants who write, read, search and pry through HAProxy without an end, whatever happens to replicas and servers. Every answer is judged.</summary>
internal sealed class ReplicaTraffic : IAsyncDisposable
{
    /// <summary>How many answers count as "before" and "after".</summary>
    public const int Some = 100;

    // Few: load is what must not be hurt here, not what must be withstood.
    private const int MembersEach = 2;

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _end = new();
    private readonly HttpClient _client;
    private readonly ConcurrentQueue<Exchange> _exchanges = new();
    private readonly List<TenantMember> _members = [];
    private readonly SharedRows _rows = new();
    private Task _running = Task.CompletedTask;

    private ReplicaTraffic(Uri callers)
    {
        _client = LoopbackClient.Create(callers);
        _client.Timeout = Timeout;
    }

    public int Count => _exchanges.Count;

    /// <summary>How many ask at once.</summary>
    public int Members => _members.Count;

    /// <summary>Starts, and returns when all is going well.</summary>
    /// <param name="world">Where.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <param name="tenants">Whose members; none for both tenants'.</param>
    public static async Task<ReplicaTraffic> StartAsync(BalancedWorld world, CancellationToken cancellationToken, params string[] tenants)
    {
        var traffic = new ReplicaTraffic(world.Callers);
        foreach (var tenant in tenants.Length > 0 ? tenants : BalancedWorld.Tenants)
        {
            var token = await world.Gateway.TokenAsync($"agent@{tenant}");
            for (var member = 0; member < MembersEach; member++) traffic._members.Add(new TenantMember(traffic._client, tenant, token, traffic._rows, traffic._exchanges.Enqueue, asksOnly: false));
            traffic._members.Add(new TenantMember(traffic._client, tenant, token, traffic._rows, traffic._exchanges.Enqueue, asksOnly: true));
        }

        traffic._running = Task.WhenAll(traffic._members.Select(member => Task.Run(() => member.RunAsync(traffic._end.Token), CancellationToken.None)));
        await traffic.GoOnAsync(cancellationToken);
        if (traffic.Since(0).FirstOrDefault(exchange => !exchange.IsServed) is not { } failed) return traffic;
        await traffic.DisposeAsync();
        throw new InvalidOperationException($"Not served before anything was done: {failed}");
    }

    /// <summary>What was answered since so many.</summary>
    public IReadOnlyList<Exchange> Since(int count) => [.. _exchanges.Skip(count)];

    /// <summary>From here on nobody reads a row that was written before.</summary>
    public Task ForgetRowsAsync(CancellationToken cancellationToken)
    {
        _rows.Forget();
        return GoOnAsync(cancellationToken);
    }

    /// <summary>Waits for some more answers.</summary>
    public Task GoOnAsync(CancellationToken cancellationToken, int more = Some)
    {
        var until = Count + more;
        return Until.TrueAsync(() => Count >= until, cancellationToken);
    }

    /// <summary>Waits until everybody is served again: that many answers one after the other, and none that failed among them.</summary>
    public Task ServedAsync(CancellationToken cancellationToken, int inARow = Some) =>
        Until.TrueAsync(() => Since(Math.Max(0, Count - inARow)).All(exchange => exchange.IsServed) && Count >= inARow, cancellationToken);

    /// <summary>Ends it and judges all of it.</summary>
    /// <param name="mayFail">Which exchanges may be refused or unanswered; none may be answered wrongly.</param>
    public async Task<Judgement> EndAsync(Func<Exchange, bool>? mayFail = null)
    {
        await StopAsync();
        return Judgement.Of([.. _exchanges], mayFail ?? (_ => false));
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _client.Dispose();
        _end.Dispose();
    }

    private async Task StopAsync()
    {
        await _end.CancelAsync();
        await _running;
    }
}

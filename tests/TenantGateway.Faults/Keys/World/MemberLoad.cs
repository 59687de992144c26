using System.Globalization;
using TenantGateway.Tests.Keys.Rotation;

namespace TenantGateway.Faults.Keys.World;

/// <summary>Members of a tenant who write, read and search while something is done, each request at the next replica: what one wrote the others must read.</summary>
internal sealed class MemberLoad : IAsyncDisposable
{
    /// <summary>How many answers count as "before" and "after".</summary>
    public const int Some = 100;

    // Few: load is what must not be hurt here, not what must be withstood.
    private const int Callers = 3;

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);

    private readonly HttpClient _client;

    private MemberLoad(HttpClient client, string token)
    {
        _client = client;
        Traffic = new RowTraffic(client, token, Callers);
    }

    public RowTraffic Traffic { get; }

    /// <summary>Starts, and returns when all is going well.</summary>
    public static async Task<MemberLoad> StartAsync(KeyWorld world, string user, CancellationToken cancellationToken)
    {
        var client = new HttpClient(new NextReplica([.. world.Replicas.Select(replica => replica.Data)])) { BaseAddress = world.Replicas[0].Data, Timeout = Timeout };
        var load = new MemberLoad(client, await world.TokenAsync(user));
        try
        {
            load.Traffic.Start();
            await load.GoOnAsync(cancellationToken);
            return load;
        }
        catch
        {
            await load.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits for some more answers, or for the first trouble.</summary>
    public Task GoOnAsync(CancellationToken cancellationToken, int more = Some)
    {
        var until = Traffic.Requests + more;
        return Until.TrueAsync(() => Traffic.Requests >= until || !Traffic.IsWhole, cancellationToken);
    }

    /// <summary>Ends it and judges.</summary>
    /// <param name="kept">Whether what else was promised was kept.</param>
    /// <param name="seen">What else was seen.</param>
    public async Task<Observation> EndAsync(bool kept, string seen)
    {
        await Traffic.EndAsync();
        var trouble = Traffic.Failures.Concat(Traffic.Wrong).FirstOrDefault() is { } first ? $" ({first})" : "";
        return Observation.Of(
            kept && Traffic.IsWhole,
            string.Create(CultureInfo.InvariantCulture, $"{Traffic.Requests} requests, {Traffic.Failures.Count} failed, {Traffic.Wrong.Count} wrong{trouble}; {seen}"));
    }

    public async ValueTask DisposeAsync()
    {
        await Traffic.DisposeAsync();
        _client.Dispose();
    }

    /// <summary>Sends each request to another replica than the one before.</summary>
    private sealed class NextReplica(Uri[] replicas) : DelegatingHandler(new SocketsHttpHandler { UseProxy = false })
    {
        private int _next;

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var replica = replicas[(uint)Interlocked.Increment(ref _next) % replicas.Length];
            request.RequestUri = new Uri(replica, request.RequestUri?.PathAndQuery);
            return base.SendAsync(request, cancellationToken);
        }
    }
}

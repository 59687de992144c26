using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using StackExchange.Redis;
using TenantGateway.Core.Quotas;
using TenantGateway.Redis.Connections;

namespace TenantGateway.Redis.Pools;

/// <summary>
/// Pools in Redis. It is asked in the background only, in few calls for all tenants together. All keys of a deployment lie in one slot of a cluster.
/// </summary>
/// <remarks>One caller at a time.</remarks>
internal sealed class RedisQuotaPool(IOptions<RedisOptions> options, LeaseTimes times, RedisConnection connection) : IQuotaPool
{
    /// <summary>In one call: so many take Redis about a millisecond, in which it does nothing else.</summary>
    private const int MostInOneCall = 256;

    private readonly string _self = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
    private readonly string _prefix = $"tenantgateway:{{{options.Value.Deployment}}}:";
    private readonly TimeSpan _timeout = TimeSpan.FromMilliseconds(options.Value.CommandTimeoutMilliseconds);
    private long _last;

    private RedisKey Members => _prefix + "members";

    private RedisKey Epoch => _prefix + "epoch";

    public async ValueTask<PoolAnswer?> TakeAsync(IReadOnlyList<PoolWant> wants, int leastParts, CancellationToken cancellationToken)
    {
        var given = new List<int>(wants.Count);
        // The same in all calls: what came before all of them is what this process was told.
        var last = _last;
        var parts = leastParts;
        for (var first = 0; first == 0 || first < wants.Count; first += MostInOneCall)
        {
            var some = wants.Skip(first).Take(MostInOneCall).ToArray();
            if (await CallAsync(some, last, leastParts, cancellationToken) is not { } answer) return null;
            (_last, parts) = (answer[0], (int)Math.Clamp(answer[1], 1, QuotaSplit.MostParts));
            for (var i = 0; i < some.Length; i++) given.Add((int)Math.Clamp(answer[i + 2], 0, some[i].Tokens));
        }

        return new PoolAnswer(parts, given);
    }

    public async ValueTask LeaveAsync(CancellationToken cancellationToken)
    {
        if (connection.Current is not { IsConnected: true } multiplexer) return;
        try
        {
            await multiplexer.GetDatabase().HashDeleteAsync(Members, _self).WaitAsync(_timeout, cancellationToken);
        }
        catch (Exception fault) when (fault is RedisException or TimeoutException or ObjectDisposedException or OperationCanceledException)
        {
            // The others notice by themselves, later.
        }
    }

    /// <returns>Null where there is no answer, or none that can be understood.</returns>
    private async Task<long[]?> CallAsync(PoolWant[] wants, long last, int leastParts, CancellationToken cancellationToken)
    {
        if (connection.Current is not { IsConnected: true } multiplexer) return null;
        try
        {
            var result = await multiplexer.GetDatabase().ScriptEvaluateAsync(PoolScript.Text, KeysOf(wants), ArgumentsOf(wants, last, leastParts)).WaitAsync(_timeout, cancellationToken);
            return (long[]?)result is { } answer && answer.Length == wants.Length + 2 ? answer : null;
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Whatever Redis says, the worst is that it gave nothing.
            return null;
        }
    }

    private RedisKey[] KeysOf(PoolWant[] wants) => [Members, Epoch, .. wants.Select(want => (RedisKey)$"{_prefix}quota:{want.Tenant.Value}")];

    private RedisValue[] ArgumentsOf(PoolWant[] wants, long last, int leastParts) =>
    [
        _self, last, (long)times.Silent.TotalMilliseconds, (long)times.Forgotten.TotalMilliseconds, (long)times.Kept.TotalMilliseconds, leastParts,
        .. wants.SelectMany(want => new RedisValue[] { want.Limit.PerSecond.ToString("R", CultureInfo.InvariantCulture), want.Limit.Burst, want.Tokens }),
    ];
}

using System.Globalization;
using Microsoft.Extensions.Options;
using StackExchange.Redis;
using TenantGateway.Core.Certificates;
using TenantGateway.Core.Doctor;

namespace TenantGateway.Redis.Connections;

/// <summary>Whether Redis takes a new connection and answers in time.</summary>
internal sealed class RedisCheck(IOptions<RedisOptions> options, ICertificateFiles files, TimeProvider time) : IDoctorCheck
{
    public async Task<IReadOnlyList<DoctorFinding>> RunAsync(CancellationToken cancellationToken)
    {
        if (options.Value.Endpoints.Count == 0) return [new(DoctorCodes.RedisAbsent, "none is configured")];
        try
        {
            await using var connection = await ConnectionMultiplexer.ConnectAsync(RedisConfiguration.Of(options.Value, files));
            var started = time.GetTimestamp();
            await connection.GetDatabase().PingAsync().WaitAsync(cancellationToken);
            return [Finding(time.GetElapsedTime(started))];
        }
        catch (Exception fault) when (fault is RedisException or TimeoutException or InvalidOperationException)
        {
            // Its message may name addresses and users; the gateway's own is about files.
            var reason = fault switch { RedisConnectionException { FailureType: var type } => type.ToString(), InvalidOperationException => fault.Message, _ => fault.GetType().Name };
            return [new(DoctorCodes.RedisUnreachable, reason)];
        }
    }

    private DoctorFinding Finding(TimeSpan elapsed) => new(
        elapsed.TotalMilliseconds > options.Value.CommandTimeoutMilliseconds / 2.0 ? DoctorCodes.RedisSlow : DoctorCodes.RedisReachable,
        string.Create(CultureInfo.InvariantCulture, $"answered in {elapsed.TotalMilliseconds:0.0} ms"));
}

using Microsoft.Extensions.DependencyInjection;
using TenantGateway.Core.State;

namespace TenantGateway.Tests.Redis;

/// <summary>Counts how often the second replica reads the version of the state.</summary>
internal sealed class CountedVersion
{
    private long _reads;

    public long Reads => Volatile.Read(ref _reads);

    public void Watch(int replica, IServiceCollection services)
    {
        if (replica != 1) return;
        var stored = services.Last(service => service.ServiceType == typeof(IStateVersion)).ImplementationType ?? throw new InvalidOperationException();
        services.AddSingleton<IStateVersion>(provider => new Counting(this, (IStateVersion)ActivatorUtilities.CreateInstance(provider, stored)));
    }

    private sealed class Counting(CountedVersion owner, IStateVersion stored) : IStateVersion
    {
        public ValueTask<long> ReadAsync(CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref owner._reads);
            return stored.ReadAsync(cancellationToken);
        }
    }
}

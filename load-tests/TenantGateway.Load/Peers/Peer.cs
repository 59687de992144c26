namespace TenantGateway.Load.Peers;

/// <summary>A proxy that is measured: a process, or several, on the cores of the proxies.</summary>
internal abstract class Peer : IAsyncDisposable
{
    public abstract string Name { get; }

    /// <summary>Where it listens.</summary>
    public abstract Uri Address { get; }

    /// <summary>Whether the service gets stored tokens in place of values.</summary>
    public virtual bool Protects => false;

    /// <summary>CPU that it has used.</summary>
    public abstract TimeSpan Cpu { get; }

    /// <summary>Bytes that it has allocated; null where nobody counts them.</summary>
    public virtual Task<long?> AllocatedAsync(CancellationToken cancellationToken) => Task.FromResult<long?>(null);

    public abstract ValueTask DisposeAsync();
}

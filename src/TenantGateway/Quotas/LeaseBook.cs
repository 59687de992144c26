using System.Collections.Concurrent;

namespace TenantGateway.Quotas;

/// <summary>Which leases have to be looked after, and of how many parts this process has one. Whoever looks after them is woken where one needs it soon.</summary>
internal sealed class LeaseBook(bool isShared, int parts) : IDisposable
{
    private readonly ConcurrentQueue<TenantLease> _listed = new();
    private readonly SemaphoreSlim _wake = new(0, 1);
    private int _woken;
    private volatile int _parts = parts;

    /// <summary>Whether there is a pool between this process and others.</summary>
    public bool IsShared => isShared;

    /// <summary>How many processes share the quotas, as far as this one knows; at least 1.</summary>
    public int Parts
    {
        get => _parts;
        set => _parts = value;
    }

    public void List(TenantLease lease)
    {
        _listed.Enqueue(lease);
        Wake();
    }

    public void Wake()
    {
        if (Interlocked.Exchange(ref _woken, 1) == 0) _wake.Release();
    }

    /// <summary>Moves those that were listed since the last time to <paramref name="target"/>.</summary>
    public void Drain(List<TenantLease> target)
    {
        while (_listed.TryDequeue(out var lease)) target.Add(lease);
    }

    /// <summary>Waits until one needs to be looked after soon, or for that long.</summary>
    public async Task WaitAsync(TimeSpan longest, CancellationToken cancellationToken)
    {
        if (await _wake.WaitAsync(longest, cancellationToken)) Volatile.Write(ref _woken, 0);
    }

    public void Dispose() => _wake.Dispose();
}

namespace TenantGateway.Core.Quotas;

/// <summary>Counts what is under way at once, for any number of threads. Every slot that was taken is given back once.</summary>
public sealed class ConcurrencyMeter
{
    private int _taken;

    public int Taken => Volatile.Read(ref _taken);

    /// <summary>Takes a slot, unless as many as <paramref name="limit"/> are taken.</summary>
    public bool TryTake(int limit)
    {
        var seen = Volatile.Read(ref _taken);
        while (seen < limit)
        {
            // Counted only where there is room: one who counts first and takes it back would turn away another for whom there was room.
            var before = Interlocked.CompareExchange(ref _taken, seen + 1, seen);
            if (before == seen) return true;
            seen = before;
        }

        return false;
    }

    /// <exception cref="InvalidOperationException">No slot is taken.</exception>
    public void Release()
    {
        if (Interlocked.Decrement(ref _taken) < 0) throw new InvalidOperationException("A slot was given back that nobody had taken.");
    }
}

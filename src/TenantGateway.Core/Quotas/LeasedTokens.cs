namespace TenantGateway.Core.Quotas;

/// <summary>What may pass of something that others take from too: so many, until somebody brings more. For any number of threads; no lock, no allocation.</summary>
public sealed class LeasedTokens(int left)
{
    private int _left = left;
    private int _asked;

    public int Left => Volatile.Read(ref _left);

    /// <summary>How many were asked for since that was last taken down.</summary>
    public int Asked => Volatile.Read(ref _asked);

    /// <summary>Takes one, where there is one; what is asked for is counted in any case.</summary>
    /// <param name="left">How many are left.</param>
    public bool TryTake(out int left)
    {
        Interlocked.Increment(ref _asked);
        var seen = Volatile.Read(ref _left);
        while (seen > 0)
        {
            var before = Interlocked.CompareExchange(ref _left, seen - 1, seen);
            if (before == seen)
            {
                left = seen - 1;
                return true;
            }

            seen = before;
        }

        left = 0;
        return false;
    }

    /// <summary>Gives back one that was taken and not used.</summary>
    public void GiveBack() => Interlocked.Increment(ref _left);

    public void Add(int tokens)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(tokens);
        Interlocked.Add(ref _left, tokens);
    }

    /// <summary>Gives up what is more than that.</summary>
    public void KeepAtMost(int most)
    {
        var seen = Volatile.Read(ref _left);
        while (seen > most)
        {
            var before = Interlocked.CompareExchange(ref _left, most, seen);
            if (before == seen) return;
            seen = before;
        }
    }

    /// <summary>Takes down how many were asked for, and counts anew.</summary>
    public int TakeAsked() => Interlocked.Exchange(ref _asked, 0);
}

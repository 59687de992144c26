namespace TenantGateway.Core.Tests.Quotas;

/// <summary>The same thing said in the other way: a bucket of time that fills as time passes, from which everyone who passes takes one interval.</summary>
internal sealed class ReferenceBucket(long interval, int burst)
{
    private readonly Int128 _capacity = (Int128)interval * burst;
    private Int128 _level = (Int128)interval * burst;
    private long? _last;

    public (bool Allowed, int Remaining, long RetryAfter, long FullAfter) Take(long now)
    {
        if (_last is { } last) _level = Int128.Min(_capacity, _level + ((Int128)now - last));
        _last = now;
        if (_level < interval) return (false, 0, (long)(interval - _level), (long)(_capacity - _level));
        _level -= interval;
        return (true, (int)(_level / interval), 0, (long)(_capacity - _level));
    }
}

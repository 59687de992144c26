using TenantGateway.Core.Access;

namespace TenantGateway.Sessions;

/// <summary>The use of one login as this process knows it.</summary>
internal sealed class SessionUse(Fingerprint login, Fingerprint issuer)
{
    /// <summary>How coarsely uses are noted: a request costs a write to shared memory no more often than this.</summary>
    private const long Grain = TimeSpan.TicksPerSecond;

    private readonly Lock _lookingUp = new();
    private long _usedAt;
    private long _writtenAt;
    private long _lookedUpAt;
    private Task<DateTimeOffset?>? _lookUp;

    public Fingerprint Login { get; } = login;

    /// <summary>Whose login it is.</summary>
    public Fingerprint Issuer { get; } = issuer;

    public DateTimeOffset UsedAt => new(Volatile.Read(ref _usedAt), TimeSpan.Zero);

    /// <summary>When this process was last asked about it, in ticks.</summary>
    public long AskedAt => Math.Max(Volatile.Read(ref _usedAt), Volatile.Read(ref _lookedUpAt));

    /// <summary>Notes a use now, if the last that is known is not longer ago than the limit.</summary>
    public bool TryTouch(long now, long limit)
    {
        var used = Volatile.Read(ref _usedAt);
        if (now - used > limit) return false;
        if (now - used >= Grain) Volatile.Write(ref _usedAt, now);
        return true;
    }

    public void Touch(long now) => Volatile.Write(ref _usedAt, now);

    /// <summary>True once in each interval, for one caller: who then sees to it that the use is written down.</summary>
    public bool TryTakeWriting(long now, long interval)
    {
        var written = Volatile.Read(ref _writtenAt);
        return now - written >= interval && Interlocked.CompareExchange(ref _writtenAt, now, written) == written;
    }

    /// <summary>The look-up under way or just done, or a new one where the last is longer ago than the interval.</summary>
    public Task<DateTimeOffset?> LookUp(long now, long interval, Func<Fingerprint, Task<DateTimeOffset?>> find)
    {
        lock (_lookingUp)
        {
            if (_lookUp is { } last && (!last.IsCompleted || now - _lookedUpAt < interval)) return last;
            Volatile.Write(ref _lookedUpAt, now);
            return _lookUp = find(Login);
        }
    }
}

namespace TenantGateway.Keys;

/// <summary>When the key service answered well last, and whether it gave something damaged since.</summary>
internal sealed class KeyServiceState(TimeProvider time)
{
    private readonly Lock _gate = new();
    private DateTimeOffset? _succeededAt;
    private bool _damaged;

    /// <summary>When the last unwrap succeeded that did, and whether one has met a damaged generation since.</summary>
    internal (DateTimeOffset? SucceededAt, bool Damaged) Last
    {
        get
        {
            lock (_gate) return (_succeededAt, _damaged);
        }
    }

    /// <summary>An unwrap for use, or a probe, came to a good end.</summary>
    internal void Succeeded()
    {
        lock (_gate) (_succeededAt, _damaged) = (time.GetUtcNow(), false);
    }

    internal void Damaged()
    {
        lock (_gate) _damaged = true;
    }
}

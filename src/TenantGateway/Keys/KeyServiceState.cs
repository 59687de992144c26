namespace TenantGateway.Keys;

/// <summary>How the key service answered last.</summary>
internal sealed class KeyServiceState(TimeProvider time)
{
    private readonly Lock _gate = new();
    private DateTimeOffset? _succeededAt;
    private string? _failure;

    /// <summary>When the last unwrap succeeded that did, and why the last of all failed, if it did.</summary>
    internal (DateTimeOffset? SucceededAt, string? Failure) Last
    {
        get
        {
            lock (_gate) return (_succeededAt, _failure);
        }
    }

    internal void Succeeded()
    {
        lock (_gate) (_succeededAt, _failure) = (time.GetUtcNow(), null);
    }

    internal void Failed(string failure)
    {
        lock (_gate) _failure = failure;
    }
}

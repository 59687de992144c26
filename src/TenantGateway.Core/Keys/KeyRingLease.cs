namespace TenantGateway.Core.Keys;

/// <summary>
/// The right to use a key ring until it is disposed, once: while any lease is out, retired keys are not zeroed. Held for the synchronous
/// work on one unit, never across a wait.
/// </summary>
public sealed class KeyRingLease : IDisposable
{
    private KeyRing? _ring;

    internal KeyRingLease(KeyRing ring) => _ring = ring;

    /// <exception cref="ObjectDisposedException">The lease has ended.</exception>
    public KeyRing Ring => _ring ?? throw new ObjectDisposedException(nameof(KeyRingLease));

    public void Dispose() => Interlocked.Exchange(ref _ring, null)?.Release();
}

namespace TenantGateway.Core.Keys;

/// <summary>
/// The right to use a key ring until it is disposed: while any lease is out, retired keys are not zeroed. Held for the synchronous work on one
/// unit, never across a wait.
/// </summary>
/// <remarks>
/// A value that may be copied: all copies are one lease, which ends with the first disposal. A later disposal does nothing, and a later use throws.
/// </remarks>
public readonly struct KeyRingLease : IDisposable, IEquatable<KeyRingLease>
{
    private readonly LeaseTicket? _ticket;
    private readonly long _number;

    internal KeyRingLease(LeaseTicket ticket, long number) => (_ticket, _number) = (ticket, number);

    /// <exception cref="ObjectDisposedException">The lease has ended, or never was one.</exception>
    public KeyRing Ring => _ticket?.RingOf(_number) ?? throw new ObjectDisposedException(nameof(KeyRingLease));

    public static bool operator ==(KeyRingLease left, KeyRingLease right) => left.Equals(right);

    public static bool operator !=(KeyRingLease left, KeyRingLease right) => !left.Equals(right);

    public void Dispose() => _ticket?.End(_number);

    public bool Equals(KeyRingLease other) => ReferenceEquals(_ticket, other._ticket) && _number == other._number;

    public override bool Equals(object? obj) => obj is KeyRingLease other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(_ticket, _number);
}

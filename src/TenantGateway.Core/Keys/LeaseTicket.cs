namespace TenantGateway.Core.Keys;

/// <summary>
/// What a lease stands on: used again and again, each time under a number that never comes back, so that a lease that has ended can neither be
/// used nor end the one after it. Free ones wait on the thread that freed them, so that a lease allocates nothing.
/// </summary>
internal sealed class LeaseTicket
{
    private const int MostKept = 16;

    [ThreadStatic]
    private static LeaseTicket? t_free;

    [ThreadStatic]
    private static int t_kept;

    private LeaseTicket? _next;
    private KeyRing? _ring;
    private long _number;

    /// <param name="ring">Already counts this lease.</param>
    internal static KeyRingLease Issue(KeyRing ring)
    {
        var ticket = t_free;
        if (ticket is null)
        {
            ticket = new LeaseTicket();
        }
        else
        {
            t_free = ticket._next;
            t_kept--;
        }

        ticket._ring = ring;
        return new KeyRingLease(ticket, ticket._number);
    }

    /// <summary>The ring of the lease of that number; null once it has ended.</summary>
    internal KeyRing? RingOf(long number)
    {
        // In this order: where the number still holds, the ring that was read before it is the right one.
        var ring = Volatile.Read(ref _ring);
        return Volatile.Read(ref _number) == number ? ring : null;
    }

    /// <summary>Ends the lease of that number, the first time it is asked to.</summary>
    internal void End(long number)
    {
        if (Interlocked.CompareExchange(ref _number, number + 1, number) != number) return;
        var ring = _ring;
        _ring = null;
        if (t_kept < MostKept)
        {
            _next = t_free;
            t_free = this;
            t_kept++;
        }

        ring?.Release();
    }
}

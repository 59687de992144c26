using TenantGateway.Core.Access;

namespace TenantGateway.Authentication;

/// <summary>
/// One tenant's share of the verified tokens, in the order in which they came. Where it is full the oldest goes that was not used since it was last in the way; so
/// a flood within a tenant costs its regulars little, and others nothing.
/// </summary>
internal sealed class TokenShare<T>
    where T : RememberedToken
{
    private const int MostSpared = 8;

    private readonly Lock _lock = new();
    private readonly Queue<(Fingerprint Name, T Token)> _order = new();

    public int Count => _order.Count;

    /// <summary>Puts a token in its place.</summary>
    /// <returns>How many are held more than before.</returns>
    public int Add(Fingerprint name, T token, int capacity, DateTimeOffset now, Action<Fingerprint, T> drop)
    {
        lock (_lock)
        {
            var before = _order.Count;
            // Two a time: so what is over does not stay for as long as its tenant is there.
            for (var i = 0; i < 2 && _order.TryPeek(out var oldest) && oldest.Token.Until <= now; i++) Drop(drop);
            while (_order.Count >= capacity) DropOne(drop);
            _order.Enqueue((name, token));
            return _order.Count - before;
        }
    }

    /// <summary>Gives up one.</summary>
    /// <returns>False where there is none.</returns>
    public bool TryGiveUp(Action<Fingerprint, T> drop)
    {
        lock (_lock)
        {
            if (_order.Count == 0) return false;
            DropOne(drop);
            return true;
        }
    }

    private void DropOne(Action<Fingerprint, T> drop)
    {
        for (var spared = 0; spared < MostSpared && _order.Peek().Token.WasUsed(); spared++) _order.Enqueue(_order.Dequeue());
        Drop(drop);
    }

    private void Drop(Action<Fingerprint, T> drop)
    {
        var (name, token) = _order.Dequeue();
        drop(name, token);
    }
}

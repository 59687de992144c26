using TenantGateway.Core.Access;

namespace TenantGateway.Edge.Limits;

/// <summary>What is open and under way now.</summary>
internal sealed class EdgeLoad
{
    private readonly int[] _connections = new int[Enum.GetValues<Plane>().Length];
    private int _requests;

    public int Requests => Volatile.Read(ref _requests);

    public int Connections(Plane plane) => Volatile.Read(ref _connections[(int)plane]);

    public bool TryOpen(Plane plane, int max) => TryAdd(ref _connections[(int)plane], max);

    public void Close(Plane plane) => Interlocked.Decrement(ref _connections[(int)plane]);

    public bool TryBegin(int max) => TryAdd(ref _requests, max);

    public void End() => Interlocked.Decrement(ref _requests);

    private static bool TryAdd(ref int count, int max)
    {
        if (Interlocked.Increment(ref count) <= max) return true;
        Interlocked.Decrement(ref count);
        return false;
    }
}

using Microsoft.AspNetCore.Connections.Features;

namespace TenantGateway.Edge.Limits;

/// <summary>A connection of the data plane that was let in: a feature of it, and so of its requests.</summary>
/// <param name="isShared">True where it belongs to a trusted proxy: what one caller does must not cost the others their connection.</param>
/// <param name="monitor">Says when idle connections are to be let go.</param>
/// <param name="lifetime">How to let go; null where the server does not offer it.</param>
internal sealed class OpenConnection(bool isShared, OverloadMonitor monitor, IConnectionLifetimeNotificationFeature? lifetime)
{
    /// <summary>Heartbeats, one a second, after which a connection without a request is idle.</summary>
    private const int IdleBeats = 5;

    private int _requests;
    private int _beats;

    public bool IsShared => isShared;

    public void Begin() => Interlocked.Increment(ref _requests);

    public void End()
    {
        Volatile.Write(ref _beats, 0);
        Interlocked.Decrement(ref _requests);
    }

    /// <summary>Comes once a second: lets the connection go where it is idle and keep-alive is off.</summary>
    public void Beat()
    {
        if (Volatile.Read(ref _requests) == 0 && Interlocked.Increment(ref _beats) > IdleBeats && monitor.Level >= OverloadLevel.KeepAliveOff) lifetime?.RequestClose();
    }
}

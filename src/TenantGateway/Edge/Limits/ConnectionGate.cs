using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.Extensions.Options;
using TenantGateway.Core.Access;
using TenantGateway.Core.Quotas;

namespace TenantGateway.Edge.Limits;

/// <summary>
/// Counts connections, and refuses those over the limits before anything is read from them: no handshake, no answer. The data plane and
/// the others have counts of their own, so that a flood of callers never fails a health check.
/// </summary>
internal sealed class ConnectionGate(IOptions<LimitsOptions> options, EdgeLoad load, AddressTable addresses, OverloadMonitor monitor, LimitsMetrics metrics, TimeProvider time)
{
    private readonly LimitsOptions _limits = options.Value;
    private readonly RateLimit _connecting = new(options.Value.AddressConnectionsPerSecond, options.Value.AddressConnectionsBurst);

    public void Use(Microsoft.AspNetCore.Server.Kestrel.Core.ListenOptions listen, Plane plane) => listen.Use(next =>
        plane == Plane.Data ? connection => AdmitCallerAsync(connection, next) : connection => AdmitAsync(connection, plane, next));

    private async Task AdmitAsync(ConnectionContext connection, Plane plane, ConnectionDelegate next)
    {
        if (!load.TryOpen(plane, _limits.MaxAdminConnections))
        {
            Refuse(connection, ConnectionRefusal.Reserve);
            return;
        }

        try
        {
            await next(connection);
        }
        finally
        {
            load.Close(plane);
        }
    }

    private async Task AdmitCallerAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        if (TryOpen(connection, out var address) is { } refusal)
        {
            Refuse(connection, refusal);
            return;
        }

        try
        {
            var open = new OpenConnection(isShared: address is null, monitor, connection.Features.Get<IConnectionLifetimeNotificationFeature>());
            connection.Features.Set(open);
            connection.Features.Get<IConnectionHeartbeatFeature>()?.OnHeartbeat(static state => ((OpenConnection)state).Beat(), open);
            await next(connection);
        }
        finally
        {
            address?.Close();
            load.Close(Plane.Data);
        }
    }

    private ConnectionRefusal? TryOpen(ConnectionContext connection, out AddressState? address)
    {
        address = null;
        if (monitor.Level >= OverloadLevel.ConnectionsRefused) return ConnectionRefusal.Overload;
        if (!load.TryOpen(Plane.Data, _limits.MaxConnections)) return ConnectionRefusal.Maximum;
        var refusal = TryOpenFor((connection.RemoteEndPoint as IPEndPoint)?.Address, out address);
        if (refusal is not null) load.Close(Plane.Data);
        return refusal;
    }

    private ConnectionRefusal? TryOpenFor(IPAddress? remote, out AddressState? address)
    {
        var now = time.GetElapsedTime(0);
        while (true)
        {
            address = addresses.Find(remote);
            if (address is null) return null;
            if (address.ShutOutFor(now) > TimeSpan.Zero) return ConnectionRefusal.ShutOut;
            switch (address.Open(_limits.MaxConnectionsPerAddress))
            {
                case OpenResult.Full:
                    return ConnectionRefusal.AddressMaximum;
                case OpenResult.Opened when address.MayConnect(_connecting, now):
                    return null;
                case OpenResult.Opened:
                    address.Close();
                    return ConnectionRefusal.AddressRate;
            }
        }
    }

    private void Refuse(ConnectionContext connection, ConnectionRefusal cause)
    {
        metrics.ConnectionRefused(cause);
        // A reset: nothing of the connection stays behind, not even its port in TIME-WAIT.
        if (connection.Features.Get<IConnectionSocketFeature>()?.Socket is { } socket) ResetOnClose(socket);
        connection.Abort();
    }

    private static void ResetOnClose(Socket socket)
    {
        try
        {
            socket.LingerState = new LingerOption(enable: true, seconds: 0);
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            // The caller left first.
        }
    }
}

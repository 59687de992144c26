using TenantGateway.Faults.World;
using TenantGateway.Tests.Proxies;
using TenantGateway.Tests.Storage.PostgreSql;
using TenantGateway.Tests.World;

namespace TenantGateway.Faults.Trail;

/// <summary>The way to PostgreSQL is cut in the middle of commits: connections stay, and nobody hears anything until it heals.</summary>
internal sealed class SilentDatabase : ITrouble
{
    private PostgreSqlStorage? _storage;
    private FaultProxy? _proxy;

    public string Name => "PostgreSQL does not answer";

    public string? Missing => PostgresServer.Missing;

    public bool Refuses => true;

    public async Task<Dictionary<string, string?>> PrepareAsync()
    {
        _storage = await PostgreSqlStorage.CreateAsync();
        _proxy = FaultProxy.Start((await PostgresServer.SharedAsync()).Port);
        _storage.ConnectThrough(_proxy.Port);
        return _storage.Settings;
    }

    public async Task MakeAsync(FaultWorld world, RevealTraffic traffic, CancellationToken cancellationToken)
    {
        using (_proxy?.Hold()) await traffic.IsRefusedAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_proxy is not null) await _proxy.DisposeAsync();
        if (_storage is not null) await _storage.DisposeAsync();
    }
}

using TenantGateway.Faults.World;
using TenantGateway.Tests.Storage.PostgreSql;
using TenantGateway.Tests.World;

namespace TenantGateway.Faults.Trail;

/// <summary>PostgreSQL ends as in a power cut, and comes back.</summary>
internal sealed class KilledDatabase : ITrouble
{
    private PostgreSqlStorage? _storage;

    public string Name => "PostgreSQL is killed";

    public string? Missing => PostgresServer.Missing;

    public bool Refuses => true;

    public async Task<Dictionary<string, string?>> PrepareAsync()
    {
        _storage = await PostgreSqlStorage.CreateAsync();
        return _storage.Settings;
    }

    public async Task MakeAsync(FaultWorld world, RevealTraffic traffic, CancellationToken cancellationToken)
    {
        var server = await PostgresServer.SharedAsync();
        await server.KillAsync();
        await traffic.IsRefusedAsync();
        await server.RestartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_storage is not null) await _storage.DisposeAsync();
    }
}

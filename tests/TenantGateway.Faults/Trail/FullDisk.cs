using TenantGateway.Faults.World;
using TenantGateway.Tests.Durability;

namespace TenantGateway.Faults.Trail;

/// <summary>The disk of the SQLite database is full, and has room again.</summary>
internal sealed class FullDisk : ITrouble
{
    private const int Megabytes = 48;

    private SmallDisk? _disk;

    public string Name => "SQLite's disk is full";

    public string? Missing => SystemTools.NoMounting;

    public bool Refuses => true;

    public async Task<Dictionary<string, string?>> PrepareAsync()
    {
        _disk = await SmallDisk.MountAsync(Megabytes);
        return new Dictionary<string, string?> { ["Gateway:Storage:Directory"] = Path.Combine(_disk.Path, "gateway") };
    }

    public async Task MakeAsync(FaultWorld world, RevealTraffic traffic, CancellationToken cancellationToken)
    {
        _disk?.Fill();
        await traffic.IsRefusedAsync();
        _disk?.Free();
    }

    public async ValueTask DisposeAsync()
    {
        if (_disk is not null) await _disk.DisposeAsync();
    }
}

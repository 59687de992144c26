using TenantGateway.Core.State;

namespace TenantGateway.Tests.Changes;

/// <summary>A part of the state, its version and what is waited for, as a test has them.</summary>
internal sealed class ReaderStandIn : IStateReader, IStateVersion, IStartCondition
{
    public long Version { get; set; } = 1;

    public bool Broken { get; set; }

    public int Looks { get; private set; }

    public int Reloads { get; private set; }

    public string? WaitsFor { get; set; }

    public ValueTask<long> ReadAsync(CancellationToken cancellationToken)
    {
        Looks++;
        return ValueTask.FromResult(Version);
    }

    public ValueTask ReloadAsync(CancellationToken cancellationToken)
    {
        Reloads++;
        return Broken ? throw new IOException("/secret/path") : ValueTask.CompletedTask;
    }
}

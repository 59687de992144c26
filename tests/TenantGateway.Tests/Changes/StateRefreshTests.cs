using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using TenantGateway.Changes;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Changes;

public sealed class StateRefreshTests : IDisposable
{
    private readonly ReaderStandIn _state = new();
    private readonly LogRecorder _logs = new();
    private readonly StateRefresh _refresh;

    public StateRefreshTests()
    {
        var logger = new LoggerFactory([_logs]).CreateLogger<StateRefresh>();
        _refresh = new StateRefresh(_state, [_state], new StartGate([_state]), new FakeTimeProvider(), logger);
    }

    public void Dispose()
    {
        _refresh.Dispose();
        _logs.Dispose();
    }

    [Fact]
    public async Task NothingChanged_ReadsTheVersionAlone()
    {
        for (var i = 0; i < 5; i++) Assert.True(await _refresh.RefreshAsync(default));

        Assert.Equal((5, 1), (_state.Looks, _state.Reloads));
    }

    [Fact]
    public async Task ChangedVersion_ReloadsOnce()
    {
        await _refresh.RefreshAsync(default);
        _state.Version = 7;
        await _refresh.RefreshAsync(default);
        await _refresh.RefreshAsync(default);

        Assert.Equal(2, _state.Reloads);
    }

    [Fact]
    public async Task WhileSomethingIsWaitedFor_ReloadsEveryTime()
    {
        _state.WaitsFor = "a key";
        await _refresh.RefreshAsync(default);
        await _refresh.RefreshAsync(default);
        Assert.Equal(2, _state.Reloads);

        _state.WaitsFor = null;
        await _refresh.RefreshAsync(default);
        Assert.Equal(2, _state.Reloads);
    }

    [Fact]
    public async Task FailedReload_IsToldOnceDegradesAndIsTriedAgain()
    {
        _state.Broken = true;
        Assert.False(await _refresh.RefreshAsync(default));
        Assert.False(await _refresh.RefreshAsync(default));
        Assert.Equal((2, HealthStatus.Degraded), (_state.Reloads, await HealthAsync()));

        _state.Broken = false;
        Assert.True(await _refresh.RefreshAsync(default));
        Assert.Equal((3, HealthStatus.Healthy), (_state.Reloads, await HealthAsync()));

        Assert.Single(_logs.Lines, line => line.Contains(" 9600: ", StringComparison.Ordinal));
        Assert.Single(_logs.Lines, line => line.Contains(" 9601: ", StringComparison.Ordinal));
        Assert.DoesNotContain(_logs.Lines, line => line.Contains("secret", StringComparison.Ordinal));
    }

    [Fact]
    public void StartGate_OpensOnceAndDoesNotCloseAgain()
    {
        var gate = new StartGate([_state, new ReaderStandIn { WaitsFor = null }]);
        _state.WaitsFor = "a key";
        Assert.Equal("a key", gate.WaitsFor);

        _state.WaitsFor = null;
        Assert.Null(gate.WaitsFor);
        _state.WaitsFor = "a key";
        Assert.Null(gate.WaitsFor);
    }

    private async Task<HealthStatus> HealthAsync() => (await new ChangesHealthCheck(_refresh).CheckHealthAsync(new HealthCheckContext())).Status;
}

using TenantGateway.Core.State;

namespace TenantGateway.Changes;

/// <summary>Looks whether the state has changed, and has everything read again that is held of it.</summary>
internal sealed class StateRefresh(IStateVersion version, IEnumerable<IStateReader> readers, IStartGate gate, TimeProvider time, ILogger<StateRefresh> logger) : IStateRefresh, IDisposable
{
    // In the order in which features were added: keys before tenants.
    private readonly IStateReader[] _readers = [.. readers];
    private readonly SemaphoreSlim _one = new(1, 1);
    private readonly Lock _gate = new();
    private long? _known;
    private bool _failed;
    private DateTimeOffset? _lookedAt;

    /// <summary>When the state was last looked at with success, and whether the last look failed.</summary>
    public (DateTimeOffset? LookedAt, bool Failed) Last
    {
        get
        {
            lock (_gate) return (_lookedAt, _failed);
        }
    }

    /// <summary>The version that was last read and is in memory; null where that failed since.</summary>
    public long? Known
    {
        get
        {
            lock (_gate) return _known;
        }
    }

    public async ValueTask<bool> RefreshAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            // Read before the state: what changes meanwhile is found the next time.
            var current = await version.ReadAsync(cancellationToken);
            // What this process waits for may lie elsewhere than in the database.
            if (current != Known || gate.WaitsFor is not null) await ReloadAsync(cancellationToken);
            Tell(current);
            return true;
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            // Whatever it is: what is known is served on, and the next look may succeed.
            if (Tell(null)) Log.RefreshFailed(logger, fault.GetType().Name);
            return false;
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private async Task ReloadAsync(CancellationToken cancellationToken)
    {
        foreach (var reader in _readers) await reader.ReloadAsync(cancellationToken);
    }

    /// <param name="known">What has been read; null where that failed.</param>
    /// <returns>Whether that is news.</returns>
    private bool Tell(long? known)
    {
        var failed = known is null;
        bool news;
        lock (_gate)
        {
            _known = known;
            news = _failed != failed;
            _failed = failed;
            if (!failed) _lookedAt = time.GetUtcNow();
        }

        if (news && !failed) Log.RefreshRecovered(logger);
        return news;
    }
}

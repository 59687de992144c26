namespace TenantGateway.Keys;

/// <summary>
/// Bounds how many calls of one kind begin at once in one vault. A call that takes longer than <see cref="Patience"/> gives its place to the next while
/// it still waits for its answer: keys that hang hold up the others of their vault for a moment only, and those of other vaults not at all. So at most
/// width calls that go well are under way, and at most width times timeout over patience that do not.
/// </summary>
internal sealed class VaultLane(int width, TimeProvider time)
{
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _places = new(width);
    private int _waiting;

    /// <summary>How many calls wait for a place.</summary>
    internal int Waiting => Volatile.Read(ref _waiting);

    /// <param name="wait">How long a place is waited for.</param>
    /// <param name="call">Begins once there is one.</param>
    /// <param name="cancellationToken">Ends the wait for a place.</param>
    /// <exception cref="VaultBusyException">There was none in that time.</exception>
    internal async Task<T> RunAsync<T>(TimeSpan wait, Func<Task<T>> call, CancellationToken cancellationToken)
    {
        using var waited = new CancellationTokenSource(wait, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(waited.Token, cancellationToken);
        try
        {
            var turn = _places.WaitAsync(either.Token);
            Interlocked.Increment(ref _waiting);
            await turn;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new VaultBusyException();
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }

        using var place = new Place(_places);
        await using var impatience = time.CreateTimer(static place => (place as Place)?.Dispose(), place, Patience, Timeout.InfiniteTimeSpan);
        return await call();
    }

    private sealed class Place(SemaphoreSlim places) : IDisposable
    {
        private int _given;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _given, 1) == 0) places.Release();
        }
    }
}

/// <summary>No place in the lane came free in time: the vault was not asked, so it says nothing of any key.</summary>
internal sealed class VaultBusyException() : Exception("Too many calls to the vault are under way.");

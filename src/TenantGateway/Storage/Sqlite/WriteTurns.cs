namespace TenantGateway.Storage.Sqlite;

/// <summary>
/// The order in which the writers of this process come to the one write lock of the file: by rank, and within a rank as they came. SQLite itself has no queue; whoever waits looks again after up to 100 ms,
/// and those who write one transaction after the other would be there before.
/// </summary>
/// <remarks>No rank is left waiting for ever: whoever writes again queues again, and one writer of the trail is all there is.</remarks>
internal sealed class WriteTurns
{
    private readonly Lock _gate = new();
    private readonly LinkedList<TaskCompletionSource>[] _waiting = [.. Enum.GetValues<WriteRank>().Select(_ => new LinkedList<TaskCompletionSource>())];
    private bool _isTaken;

    /// <summary>Waits for a turn, which lasts until it is disposed of.</summary>
    /// <exception cref="TimeoutException">It did not come in time.</exception>
    /// <exception cref="OperationCanceledException">The caller does not want it any more.</exception>
    public async ValueTask<IDisposable> TakeAsync(WriteRank rank, TimeSpan patience, CancellationToken cancellationToken)
    {
        if (Enqueue(rank) is not { } place) return new Turn(this);
        try
        {
            await place.Value.Task.WaitAsync(patience, cancellationToken);
            return new Turn(this);
        }
        catch
        {
            // It may have come at the last moment: then it goes to the next.
            if (!TryLeave(place)) Pass();
            throw;
        }
    }

    // Null where nobody has the turn: then it is taken.
    private LinkedListNode<TaskCompletionSource>? Enqueue(WriteRank rank)
    {
        lock (_gate)
        {
            if (_isTaken) return _waiting[(int)rank].AddLast(new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            _isTaken = true;
            return null;
        }
    }

    private bool TryLeave(LinkedListNode<TaskCompletionSource> place)
    {
        lock (_gate)
        {
            if (place.List is not { } list) return false;
            list.Remove(place);
            return true;
        }
    }

    private void Pass()
    {
        lock (_gate)
        {
            foreach (var waiting in _waiting)
            {
                if (waiting.First is not { } next) continue;
                waiting.RemoveFirst();
                next.Value.SetResult();
                return;
            }

            _isTaken = false;
        }
    }

    private sealed class Turn(WriteTurns turns) : IDisposable
    {
        private int _isOver;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isOver, 1) == 0) turns.Pass();
        }
    }
}

/// <summary>Who comes first.</summary>
internal enum WriteRank
{
    /// <summary>Requests wait for it.</summary>
    Trail,

    /// <summary>People wait for it.</summary>
    State,

    /// <summary>Nobody waits for it.</summary>
    Projection,
}

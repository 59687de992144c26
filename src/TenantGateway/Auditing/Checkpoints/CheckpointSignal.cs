namespace TenantGateway.Auditing.Checkpoints;

/// <summary>Tells the signing service not to wait: something was recorded that should be signed at once.</summary>
internal sealed class CheckpointSignal
{
    private TaskCompletionSource _raised = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal void Raise() => Volatile.Read(ref _raised).TrySetResult();

    /// <summary>Completes with the next call of <see cref="Raise"/> after the last call of this.</summary>
    internal Task NextAsync()
    {
        if (Volatile.Read(ref _raised) is { Task.IsCompleted: true }) Volatile.Write(ref _raised, new(TaskCreationOptions.RunContinuationsAsynchronously));
        return _raised.Task;
    }
}

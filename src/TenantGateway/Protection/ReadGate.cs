namespace TenantGateway.Protection;

/// <summary>
/// Tells who lets go of what the reads of a stream use. Whoever gives up a read may dispose of the stream before the read knows, and memory that went back to its pool meanwhile would be
/// written into while it is another's: so whichever of the two is last releases.
/// </summary>
internal struct ReadGate
{
    private const int Idle = 0;
    private const int Reading = 1;
    private const int Over = 2;

    private int _state;

    /// <summary>Begins a read.</summary>
    /// <exception cref="ObjectDisposedException">The stream is disposed of, or another read is under way.</exception>
    public void Enter(object owner) => ObjectDisposedException.ThrowIf(Interlocked.CompareExchange(ref _state, Reading, Idle) != Idle, owner);

    /// <summary>Ends a read.</summary>
    /// <returns>Whether the stream was disposed of meanwhile, so that the reader releases.</returns>
    public bool Leave() => Interlocked.CompareExchange(ref _state, Idle, Reading) != Reading;

    /// <summary>Ends the stream, once or more often.</summary>
    /// <returns>Whether no read is under way, so that the caller releases.</returns>
    public bool Close() => Interlocked.Exchange(ref _state, Over) == Idle;
}
